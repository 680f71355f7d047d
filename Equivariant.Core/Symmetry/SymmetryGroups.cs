namespace Equivariant;

/// <summary>The groups used by the layers and their tests.</summary>
/// <remarks>Turns run counter-clockwise, as images turn (see <see cref="SignedPermutation"/>).</remarks>
public static class SymmetryGroups
{
    /// <summary>{id, reversal} of the line.</summary>
    public static SymmetryGroup Line { get; } = new("line", SignedPermutation.Identity(1), SignedPermutation.Reversal);

    /// <summary>{id} of the square.</summary>
    public static SymmetryGroup C1 { get; } = Trivial(2);

    /// <summary>{id, rot180} of the square.</summary>
    public static SymmetryGroup C2 { get; } = new("C2", Turn(0), Turn(2));

    /// <summary>The four turns {id, rot90, rot180, rot270} of the square, also called p4.</summary>
    public static SymmetryGroup C4 { get; } = new("C4", Turn(0), Turn(1), Turn(2), Turn(3));

    /// <summary>{id, flipH}: left and right may change places.</summary>
    public static SymmetryGroup MirrorH { get; } = new("{id,H}", Turn(0), SignedPermutation.FlipH);

    /// <summary>{id, flipV}: top and bottom may change places.</summary>
    public static SymmetryGroup MirrorV { get; } = new("{id,V}", Turn(0), SignedPermutation.FlipV);

    /// <summary>Klein's four-group {id, flipH, flipV, rot180}.</summary>
    public static SymmetryGroup Klein { get; } =
        new("Klein", Turn(0), SignedPermutation.FlipH, SignedPermutation.FlipV, Turn(2));

    /// <summary>All 8 symmetries of the square, also called p4m: the four turns, then flipV after each of them.</summary>
    public static SymmetryGroup D4 { get; } = new("D4",
        [.. C4.Elements, .. C4.Elements.Select(SignedPermutation.FlipV.Compose)]);

    /// <summary>The 24 rotations of the cube.</summary>
    public static SymmetryGroup CubeRotations { get; } =
        new("cube rotations", [.. Signed().Where(g => g.IsRotation)]);

    /// <summary>All 48 symmetries of the cube, mirror images included.</summary>
    public static SymmetryGroup Cube { get; } = new("cube", [.. Signed()]);

    /// <summary>{id} on the given number of axes.</summary>
    /// <param name="rank">1 to 3.</param>
    public static SymmetryGroup Trivial(int rank) => new("C1", SignedPermutation.Identity(rank));

    /// <summary>All symmetries of the line, square or cube: 2, 8 or 48.</summary>
    /// <param name="rank">1 to 3.</param>
    /// <exception cref="ArgumentException">Any other rank.</exception>
    public static SymmetryGroup Full(int rank) => rank switch
    {
        1 => Line,
        2 => D4,
        3 => Cube,
        _ => throw new ArgumentException($"Symmetries are known for 1 to 3 axes, not {rank}.", nameof(rank)),
    };

    private static SignedPermutation Turn(int quarterTurns) => SignedPermutation.CounterClockwise(quarterTurns);

    private static IEnumerable<SignedPermutation> Signed() =>
        from axes in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] }
        from signs in Enumerable.Range(0, 8)
        select new SignedPermutation(axes, [1 - (2 * (signs >> 2)), 1 - (2 * ((signs >> 1) & 1)), 1 - (2 * (signs & 1))]);
}
