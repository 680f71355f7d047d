namespace Equivariant;

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
        var id = ("id", SignedPermutation.Identity(2));
        var h = ("H", SignedPermutation.FlipH);
        var v = ("V", SignedPermutation.FlipV);
        var hv = ("HV", SignedPermutation.Clockwise(2));
        return set switch
        {
            FlipSet.Horizontal => OrientedCopies.Of(kernelSize, id, h),
            FlipSet.Vertical => OrientedCopies.Of(kernelSize, id, v),
            FlipSet.HorizontalVertical => OrientedCopies.Of(kernelSize, id, h, v),
            FlipSet.Klein => OrientedCopies.Of(kernelSize, id, h, v, hv),
            _ => throw new ArgumentException($"There is no flip set {set}.", nameof(set)),
        };
    }
}
