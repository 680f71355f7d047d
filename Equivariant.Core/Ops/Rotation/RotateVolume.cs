namespace Equivariant;

public static partial class Ops
{
    /// <summary>Volumes turned about one axis through their middle; each plane as in <see cref="Rotate"/>.</summary>
    /// <param name="x">[…,D,H,W].</param>
    /// <param name="degrees">In the sense of NumPy's <c>rot90</c> over the two axes that turn, in their order.</param>
    /// <param name="axis">The axis that stays.</param>
    /// <param name="mode">How the planes are read between voxels.</param>
    /// <param name="fill">As in <see cref="Rotate"/>.</param>
    /// <exception cref="ShapeException">Fewer than three axes, or one longer than 65,536.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not a finite number.</exception>
    public static Tensor RotateVolume(
        Tensor x, double degrees, VolumeAxis axis, Interpolation mode = Interpolation.Nearest, double? fill = null)
    {
        var (rows, columns) = RotateVolumeOp.Plane(axis);
        if (x.Shape.Rank < 3)
            throw new ShapeException($"RotateVolume: the input {x.Shape} must end in three spatial axes; Rotate turns images.");
        return RotateOp.Apply(nameof(RotateVolume), x, degrees, rows, columns, mode, fill);
    }
}

internal static class RotateVolumeOp
{
    /// <summary>The axes that turn.</summary>
    public static (int Rows, int Columns) Plane(VolumeAxis axis) => axis switch
    {
        VolumeAxis.Depth => (-2, -1),
        VolumeAxis.Height => (-3, -1),
        _ => (-3, -2),
    };
}
