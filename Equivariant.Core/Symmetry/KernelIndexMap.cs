using System.Collections.Immutable;

namespace Equivariant;

/// <summary>
/// How the taps of a kernel share parameters: for each oriented copy and each tap the index of the parameter that sits there,
/// or −1 for a tap that is always zero.
/// </summary>
/// <remarks>
/// The one table behind every symmetric convolution, SRE-Conv's index matrix among them: rings of one value (SRE-Conv), turned
/// and mirrored copies of one kernel (Gao and Ji), or the plain kernel. Dense kernels are gathered through it, and gradients
/// summed over <see cref="PositionsOf"/>. Immutable.
/// </remarks>
public sealed class KernelIndexMap
{
    /// <summary>The parameter number of a tap without a parameter.</summary>
    public const int Dropped = -1;

    private readonly int[] table;
    private readonly int[] offsets;
    private readonly int[] positions;
    private readonly Lazy<GroupTransform?> transform;

    /// <summary>A map from its table.</summary>
    /// <param name="kernelSize">The sizes of the kernel, 1 to 3 axes.</param>
    /// <param name="parameters">The number of parameters of one kernel (per pair of output and input channel).</param>
    /// <param name="table">Row by row, one row of taps (C order) for each oriented copy: a parameter or −1.</param>
    /// <param name="orientationNames">The name of each copy; one copy, <c>id</c>, where left out.</param>
    /// <exception cref="ArgumentException">Sizes, table and names do not fit together, or the copies are not rearrangements
    /// of one kernel.</exception>
    public KernelIndexMap(
        ReadOnlySpan<int> kernelSize, int parameters, ReadOnlySpan<int> table, params ReadOnlySpan<string> orientationNames)
    {
        Taps = GridSize.CellsOf(kernelSize, nameof(kernelSize));
        if (parameters < 1)
            throw new ArgumentException($"A kernel has at least one parameter, not {parameters}.", nameof(parameters));
        KernelSize = [.. kernelSize];
        Parameters = parameters;
        OrientationNames = orientationNames.IsEmpty ? ["id"] : [.. orientationNames];
        if (table.Length != (long)Orientations * Taps)
            throw new ArgumentException(
                $"{Orientations} copies of a kernel {GridSize.Show(kernelSize)} have {(long)Orientations * Taps} taps, "
                + $"the table has {table.Length}.", nameof(table));
        foreach (var parameter in table)
            if (parameter < Dropped || parameter >= parameters)
                throw new ArgumentException(
                    $"The table names parameter {parameter}; there are parameters 0 to {parameters - 1}, and -1 for none.",
                    nameof(table));
        this.table = table.ToArray();
        positions = [.. Enumerable.Range(0, table.Length).Where(i => this.table[i] != Dropped).OrderBy(i => this.table[i])];
        offsets = new int[parameters + 1];
        foreach (var position in positions)
            offsets[this.table[position] + 1]++;
        for (var p = 0; p < parameters; p++)
            offsets[p + 1] += offsets[p];
        transform = new(() => GroupTransform.Derive(this));
        TapsPerParameter = CountTaps(0);
        DroppedTaps = [.. Enumerable.Range(0, Taps).Where(tap => this.table[tap] == Dropped)];
        for (var orientation = 1; orientation < Orientations; orientation++)
            if (!CountTaps(orientation).AsSpan().SequenceEqual(TapsPerParameter.AsSpan()))
                throw new ArgumentException(
                    $"Copy {OrientationNames[orientation]} is not a rearrangement of copy {OrientationNames[0]}.", nameof(table));
    }

    /// <summary>The sizes of the kernel.</summary>
    public ImmutableArray<int> KernelSize { get; }

    /// <summary>The number of axes, 1 to 3.</summary>
    public int Rank => KernelSize.Length;

    /// <summary>The number of taps of one copy: the product of the sizes.</summary>
    public int Taps { get; }

    /// <summary>The number of parameters.</summary>
    public int Parameters { get; }

    /// <summary>The number of oriented copies.</summary>
    public int Orientations => OrientationNames.Length;

    /// <summary>The name of each copy, e.g. <c>r90</c>.</summary>
    public ImmutableArray<string> OrientationNames { get; }

    /// <summary>The table, one row of <see cref="Taps"/> entries for each copy.</summary>
    public ReadOnlySpan<int> Table => table;

    /// <summary>The number of taps of each parameter in one copy (its multiplicity); 0 for a parameter no tap uses.</summary>
    public ImmutableArray<int> TapsPerParameter { get; }

    /// <summary>The taps of the first copy that have no parameter, in ascending order.</summary>
    public ImmutableArray<int> DroppedTaps { get; }

    /// <summary>Whether the map is the plain kernel: one copy, a parameter of its own for every tap, in order.</summary>
    public bool IsDense => Orientations == 1 && Parameters == Taps
        && table.AsSpan().SequenceEqual(Enumerable.Range(0, Taps).ToArray());

    /// <summary>The parameter of a tap, or −1.</summary>
    public int this[int orientation, int tap]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)orientation, (uint)Orientations, nameof(orientation));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)tap, (uint)Taps, nameof(tap));
            return table[orientation * Taps + tap];
        }
    }

    /// <summary>All places of a parameter in <see cref="Table"/> (<c>orientation · Taps + tap</c>), in ascending order.</summary>
    /// <remarks>The gradient of the parameter is the sum of the dense gradients at these places.</remarks>
    public ReadOnlySpan<int> PositionsOf(int parameter) => positions.AsSpan(offsets[parameter]..offsets[parameter + 1]);

    /// <summary>The places of all parameters, those of parameter p at <c>PositionOffsets[p] … PositionOffsets[p+1]</c>.</summary>
    public ReadOnlySpan<int> Positions => positions;

    /// <summary>Where the places of each parameter begin in <see cref="Positions"/>; one more entry than parameters.</summary>
    public ReadOnlySpan<int> PositionOffsets => offsets;

    /// <summary>All copies by fewer products, derived when first asked for; null where no transform is known.</summary>
    internal GroupTransform? Transform => transform.Value;

    /// <summary>
    /// Whether a symmetry of the plane leaves the set of copies as it is: it maps every copy onto a copy. Then, and only then,
    /// the maximum over the copies (or the single kernel) commutes with it, for all values of the parameters; their mean
    /// then too.
    /// </summary>
    /// <param name="element">A symmetry on as many axes as the kernel has.</param>
    /// <exception cref="ArgumentException">The symmetry acts on another number of axes.</exception>
    public bool IsSymmetricUnder(SignedPermutation element) => PermuteOrientations(element) is not null;

    /// <summary>Whether <see cref="IsSymmetricUnder(SignedPermutation)"/> holds for every element of a group.</summary>
    /// <param name="group">A group on as many axes as the kernel has.</param>
    public bool IsSymmetricUnder(SymmetryGroup group) => group.Elements.All(IsSymmetricUnder);

    /// <summary>
    /// The copy that each copy becomes under a symmetry, or null where some copy becomes none of them. Turning the input by the
    /// symmetry turns each copy's output and moves it to the copy listed here.
    /// </summary>
    /// <param name="element">A symmetry on as many axes as the kernel has.</param>
    /// <exception cref="ArgumentException">The symmetry acts on another number of axes.</exception>
    public int[]? PermuteOrientations(SignedPermutation element)
    {
        if (element.Rank != Rank)
            throw new ArgumentException(
                $"{element.Name} acts on {element.Rank} axes, the kernel {GridSize.Show(KernelSize.AsSpan())} has {Rank}.",
                nameof(element));
        if (!element.MapSizes(KernelSize.AsSpan()).AsSpan().SequenceEqual(KernelSize.AsSpan()))
            return null;
        var gather = element.MapGrid(KernelSize.AsSpan());
        var images = new List<int>();
        for (var orientation = 0; orientation < Orientations; orientation++)
        {
            var moved = Array.ConvertAll(gather, tap => this[orientation, tap]);
            var image = Enumerable.Range(0, Orientations).Except(images)
                .FirstOrDefault(copy => table.AsSpan(copy * Taps, Taps).SequenceEqual(moved), -1);
            if (image < 0)
                return null;
            images.Add(image);
        }
        return [.. images];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"kernel {GridSize.Show(KernelSize.AsSpan())}, {Parameters} parameters, copies {string.Join(' ', OrientationNames)}";

    private ImmutableArray<int> CountTaps(int orientation)
    {
        var counts = new int[Parameters];
        foreach (var parameter in table.AsSpan(orientation * Taps, Taps))
            if (parameter != Dropped)
                counts[parameter]++;
        return [.. counts];
    }
}
