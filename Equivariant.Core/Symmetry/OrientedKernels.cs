namespace Equivariant;

/// <summary>
/// Turned copies of one kernel (Gao and Ji, "Efficient and invariant convolutional neural networks for dense prediction",
/// ICDM 2017, section III.B).
/// </summary>
/// <remarks>
/// Copies turn CLOCKWISE: [[1,2,3],[4,5,6],[7,8,9]] by 90° is [[7,4,1],[8,5,2],[9,6,3]]. With 8 copies a step of 45° moves the
/// outer ring of a 3×3 kernel by one place: [[4,1,2],[7,5,3],[8,9,6]]; two steps are the exact quarter turn.
/// The maximum over 4 or 8 copies commutes with quarter turns, over 2 copies with the half turn.
/// </remarks>
public static class RotatedKernels
{
    private static readonly int[] RingClockwise = [0, 1, 2, 5, 8, 7, 6, 3];

    /// <summary>Copies of a 3×3 kernel.</summary>
    /// <param name="copies">1, 2 (0°, 180°), 4 (steps of 90°) or 8 (steps of 45°).</param>
    /// <exception cref="ArgumentException">Another number of copies.</exception>
    public static KernelIndexMap Create(int copies) => Create([3, 3], copies);

    /// <summary>Copies of a kernel.</summary>
    /// <param name="kernelSize">Two sizes: any for 1 or 2 copies, square for 4, 3×3 for 8.</param>
    /// <param name="copies">1, 2 (0°, 180°), 4 (steps of 90°) or 8 (steps of 45°).</param>
    /// <exception cref="ArgumentException">Another number of copies, or a kernel that such a step does not fit.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize, int copies)
    {
        if (copies is not (1 or 2 or 4 or 8))
            throw new ArgumentException(
                $"A kernel can be turned in 1, 2, 4 or 8 copies (steps of 360°, 180°, 90° or 45°), not {copies}.",
                nameof(copies));
        GridSize.CheckPlane(kernelSize, square: copies >= 4, $"{copies} turned copies");
        return copies == 8 ? TurnRing(kernelSize) : OrientedCopies.Of(kernelSize, [.. Enumerable.Range(0, copies)
            .Select(i => ($"r{360 / copies * i}", SignedPermutation.Clockwise(4 / copies * i)))]);
    }

    private static KernelIndexMap TurnRing(ReadOnlySpan<int> kernelSize)
    {
        if (kernelSize is not [3, 3])
            throw new ArgumentException(
                $"Turns by 45° are defined for 3×3 kernels, not {GridSize.Show(kernelSize)}; use 4 copies, or a 3×3 kernel.",
                nameof(kernelSize));
        var table = new int[8 * 9];
        for (var step = 0; step < 8; step++)
        {
            table[(step * 9) + 4] = 4;
            for (var place = 0; place < 8; place++)
                table[(step * 9) + RingClockwise[(place + step) % 8]] = RingClockwise[place];
        }
        return new(kernelSize, 9, table, [.. Enumerable.Range(0, 8).Select(step => $"r{45 * step}")]);
    }
}

/// <summary>All eight turned and mirrored copies of one kernel; the maximum over them commutes with all of D4.</summary>
public static class DihedralKernels
{
    /// <summary>The copies turned CLOCKWISE by 0°, 90°, 180°, 270°, then the same turns of the mirrored (H) kernel.</summary>
    /// <param name="kernelSize">Two equal sizes.</param>
    /// <exception cref="ArgumentException">The kernel is not square.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize)
    {
        GridSize.CheckPlane(kernelSize, square: true, "The eight copies of D4");
        var turns = Enumerable.Range(0, 4).Select(i => (Name: $"r{90 * i}", Element: SignedPermutation.Clockwise(i))).ToArray();
        return OrientedCopies.Of(kernelSize,
            [.. turns, .. turns.Select(turn => ($"{turn.Name}*H", turn.Element.Compose(SignedPermutation.FlipH)))]);
    }
}

/// <summary>
/// Mirrored copies of one kernel (Gao and Ji, ICDM 2017, section III.C): H reverses the columns, V the rows, HV both.
/// </summary>
public static class FlippedKernels
{
    /// <summary>Mirrored copies of a kernel.</summary>
    /// <param name="kernelSize">Two sizes of any kind.</param>
    /// <param name="set">The copies, in the order of the set's description.</param>
    /// <exception cref="ArgumentException">The kernel does not have two axes, or there is no such set.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize, FlipSet set)
    {
        GridSize.CheckPlane(kernelSize, square: false, "Mirrored copies");
        (string, SignedPermutation)[] all =
        [
            ("id", SignedPermutation.Identity(2)), ("H", SignedPermutation.FlipH), ("V", SignedPermutation.FlipV),
            ("HV", SignedPermutation.Clockwise(2)),
        ];
        return OrientedCopies.Of(kernelSize, set switch
        {
            FlipSet.Horizontal => all[..2],
            FlipSet.Vertical => [all[0], all[2]],
            FlipSet.HorizontalVertical => all[..3],
            FlipSet.Klein => all,
            _ => throw new ArgumentException($"There is no flip set {set}.", nameof(set)),
        });
    }
}

/// <summary>Builds the map of one dense kernel moved by several symmetries.</summary>
internal static class OrientedCopies
{
    /// <summary>The copies g·w of a kernel w, (g·w)[τ] = w[g⁻¹ τ], in the order given.</summary>
    public static KernelIndexMap Of(ReadOnlySpan<int> kernelSize, (string Name, SignedPermutation Element)[] copies)
    {
        var sizes = kernelSize.ToArray();
        int[] table = [.. copies.SelectMany(copy => copy.Element.MapGrid(sizes))];
        return new(kernelSize, table.Length / copies.Length, table, [.. copies.Select(copy => copy.Name)]);
    }
}

/// <summary>Which mirror images of a kernel are used beside the kernel itself.</summary>
public enum FlipSet
{
    /// <summary>{id, H}: exact under flipH.</summary>
    Horizontal,

    /// <summary>{id, V}: exact under flipV.</summary>
    Vertical,

    /// <summary>{id, H, V}, the set of Gao and Ji. Not a group: the maximum over it is exact under nothing.</summary>
    HorizontalVertical,

    /// <summary>{id, H, V, HV}: exact under both flips and the half turn.</summary>
    Klein,
}
