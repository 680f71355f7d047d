namespace Equivariant;

/// <summary>All eight turned and mirrored copies of one kernel; the maximum over them commutes with all of D4.</summary>
public static class DihedralKernels
{
    /// <summary>The copies turned CLOCKWISE by 0°, 90°, 180°, 270°, then the same turns of the mirrored (H) kernel.</summary>
    /// <param name="kernelSize">Two equal sizes.</param>
    /// <exception cref="ArgumentException">The kernel is not square.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize)
    {
        GridSize.CheckPlane(kernelSize, square: true, "The eight copies of D4");
        var copies = new (string, SignedPermutation)[8];
        for (var turns = 0; turns < 4; turns++)
        {
            var turn = SignedPermutation.Clockwise(turns);
            copies[turns] = ($"r{90 * turns}", turn);
            copies[turns + 4] = ($"r{90 * turns}*H", turn.Compose(SignedPermutation.FlipH));
        }
        return OrientedCopies.Of(kernelSize, copies);
    }
}
