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
        if (copies == 8)
            return TurnRing(kernelSize);
        var turned = new (string, SignedPermutation)[copies];
        for (var i = 0; i < copies; i++)
            turned[i] = ($"r{360 / copies * i}", SignedPermutation.Clockwise(4 / copies * i));
        return OrientedCopies.Of(kernelSize, turned);
    }

    private static KernelIndexMap TurnRing(ReadOnlySpan<int> kernelSize)
    {
        if (kernelSize is not [3, 3])
            throw new ArgumentException(
                $"Turns by 45° are defined for 3×3 kernels, not {GridSize.Show(kernelSize)}; use 4 copies, or a 3×3 kernel.",
                nameof(kernelSize));
        var table = new int[8 * 9];
        var names = new string[8];
        for (var step = 0; step < 8; step++)
        {
            names[step] = $"r{45 * step}";
            table[step * 9 + 4] = 4;
            for (var place = 0; place < 8; place++)
                table[step * 9 + RingClockwise[(place + step) % 8]] = RingClockwise[place];
        }
        return new KernelIndexMap(kernelSize, 9, table, names);
    }
}
