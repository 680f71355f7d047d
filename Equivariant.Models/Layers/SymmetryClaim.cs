namespace Equivariant.Layers;

/// <summary>What a layer declares: the turns and mirror images its result follows, when the size rule lets it.</summary>
/// <param name="Name">For people: <c>all</c>, <c>none</c>, <c>C4</c>, …</param>
/// <param name="Holds">Whether the layer commutes with an element, on inputs of a size that fits.</param>
public sealed record SymmetryClaim(string Name, Func<SignedPermutation, bool> Holds)
{
    /// <summary>Every turn and mirror image: pointwise layers, pools, symmetric kernels.</summary>
    public static SymmetryClaim All { get; } = new("all", _ => true);

    /// <summary>None but leaving the image as it is: ordinary kernels.</summary>
    public static SymmetryClaim None { get; } = new("none", element => element == SignedPermutation.Identity(element.Rank));

    /// <summary>The elements of a group.</summary>
    public static SymmetryClaim Of(SymmetryGroup group) => new(group.Name, group.Contains);

    /// <summary>The elements that a condition holds for, named after the group they are where it has a name.</summary>
    public static SymmetryClaim Of(int rank, Func<SignedPermutation, bool> holds)
    {
        var kept = SymmetryGroups.Full(rank).Elements.Where(holds).ToHashSet();
        if (kept.Count == SymmetryGroups.Full(rank).Order)
            return new("all", kept.Contains);
        SymmetryGroup[] named = [SymmetryGroups.C2, SymmetryGroups.C4, SymmetryGroups.MirrorH, SymmetryGroups.MirrorV,
            SymmetryGroups.Klein, SymmetryGroups.CubeRotations];
        var name = kept.Count <= 1 ? "none" : named.FirstOrDefault(group => kept.SetEquals(group.Elements))?.Name
            ?? $"{{{string.Join(',', kept.Select(element => element.Name))}}}";
        return new(name, kept.Contains);
    }

    /// <summary>This claim, but only for elements that exchange no axes with different settings.</summary>
    public SymmetryClaim WhereEven(int rank, params ReadOnlySpan<PerAxis> settings)
    {
        int[][] all = [.. settings.ToArray().Select(setting => setting.For(rank, "setting"))];
        return all.All(values => values.Distinct().Count() == 1) ? this
            : new($"{Name}, axes apart", element => Holds(element)
                && all.All(values => Enumerable.Range(0, rank).All(axis => values[axis] == values[element.Axis(axis)])));
    }

    /// <summary>The same for layers of any number of axes.</summary>
    internal SymmetryClaim WhereAlike(params ReadOnlySpan<PerAxis> settings)
    {
        var all = settings.ToArray();
        return all.All(setting => ((int[])[.. setting]).Distinct().Count() == 1) ? this
            : new($"{Name}, axes apart", element => WhereEven(element.Rank, all).Holds(element));
    }

    /// <summary>What two layers in a row keep.</summary>
    public SymmetryClaim And(SymmetryClaim other) => ReferenceEquals(this, All) ? other
        : ReferenceEquals(other, All) || Name == other.Name ? this
        : new($"{Name} ∩ {other.Name}", element => Holds(element) && other.Holds(element));
}
