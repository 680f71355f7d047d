namespace Equivariant.Layers;

/// <summary>What a network keeps of the symmetries of its input, by the declarations of its layers and the size rule.</summary>
/// <param name="Input">Shape asked about.</param>
/// <param name="Elements">Elements of the full group (8 of the square, 48 of the cube),
/// and whether every layer keeps them.</param>
/// <param name="BrokenBy">Path and description of the first layer that does not keep all of them; null where all do.</param>
/// <param name="Reason">Why it does not.</param>
/// <param name="NearestSizes">Edge lengths near the one asked about that keep every element the layers declare;
/// empty if none does.</param>
public sealed record ExactnessReport(
    Shape Input,
    IReadOnlyList<(SignedPermutation Element, bool Kept)> Elements,
    string? BrokenBy,
    string? Reason,
    IReadOnlyList<int> NearestSizes)
{
    /// <summary>Edge lengths tried on both sides of the one asked about.</summary>
    private const int SizesTried = 16;

    /// <summary>Whether every turn and mirror image is kept.</summary>
    public bool Exact => BrokenBy is null;

    /// <summary>Asks a network about an input size, without computing anything.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="input">[N, C, spatial…], square or cubic.</param>
    /// <exception cref="ShapeException">The input is not square or cubic, or too small for a layer.</exception>
    public static ExactnessReport Of(Module network, Shape input)
    {
        CheckInput(input);
        var rank = input.Rank - 2;
        var broken = new HashSet<SignedPermutation>();
        string? brokenBy = null, reason = null;
        var group = SymmetryGroups.Full(rank);
        foreach (var (path, layer, shape) in Leaves(network, input))
        {
            var size = layer.BreaksAt(shape);
            var lost = shape.Rank - 2 != rank && size is null ? []
                : group.Elements.Where(element => size is not null
                    ? element != SignedPermutation.Identity(rank) : !layer.Symmetry.Holds(element));
            foreach (var element in lost)
            {
                broken.Add(element);
                brokenBy ??= $"{path}: {layer.Description}";
                reason ??= size
                    ?? $"{layer.Description} declares '{layer.Symmetry.Name}': it does not commute with {element.Name}";
            }
        }
        return new(input, [.. group.Elements.Select(element => (element, !broken.Contains(element)))], brokenBy, reason,
            brokenBy is null ? [] : [.. Sizes(network, input)]);
    }

    /// <summary>One sentence: exact or not, the layer, and the sizes that would do.</summary>
    public override string ToString() => Exact
        ? $"every turn and mirror image of {Input} is kept exactly"
        : $"{BrokenBy} breaks exactness: {Reason}" + (NearestSizes.Count > 0
            ? $"; exact sizes nearby: {string.Join(", ", NearestSizes)}"
            : "; no size nearby is exact");

    private static bool SizesFit(Module network, Shape input)
    {
        try
        {
            return Leaves(network, input).All(leaf => leaf.Layer.BreaksAt(leaf.Input) is null);
        }
        catch (ShapeException)
        {
            // Too small for a window: not a size to recommend.
            return false;
        }
    }

    private static IEnumerable<int> Sizes(Module network, Shape input)
    {
        var full = SymmetryGroups.Full(input.Rank - 2);
        if (network.AtomicModules().Any(module => !full.Elements.All(module.Value.Symmetry.Holds)))
            return [];
        return Enumerable.Range(input[2] - SizesTried, (2 * SizesTried) + 1).Where(size => size > 0 && size != input[2])
            .OrderBy(size => Math.Abs(size - input[2]))
            .Where(size => SizesFit(network, [input[0], input[1], .. Enumerable.Repeat(size, input.Rank - 2)]))
            .Take(2).Order();
    }

    /// <exception cref="ShapeException">The input has no spatial axes, or they differ: turns exchange them.</exception>
    internal static void CheckInput(Shape input)
    {
        if (input.Rank is < 3 or > 5 || input.ToArray()[2..].Distinct().Count() > 1)
            throw new ShapeException(
                $"The input {input} must be [N,C,spatial…] with spatial axes of one length: turns exchange them.");
    }

    private static List<(string Path, Module Layer, Shape Input)> Leaves(Module network, Shape input)
    {
        var paths = network.AtomicModules().ToDictionary(module => module.Value, module => module.Path);
        var leaves = new List<(string, Module, Shape)>();
        network.ObserveShapes(input, (module, shape, _) =>
        {
            if (paths.TryGetValue(module, out var path))
                leaves.Add((path, module, shape));
        });
        return leaves;
    }
}
