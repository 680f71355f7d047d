namespace Equivariant.Cpu;

/// <summary>
/// The pattern in which a convolution reads: for each image a grid of points, row-major, that see the source through taps.
/// A convolution is one sweep, its data gradient one for each phase of the stride.
/// </summary>
internal readonly record struct Sweep(int Batch, SweepAxis D, SweepAxis H, SweepAxis W)
{
    /// <summary>Points of one image.</summary>
    public int PointsPerImage { get; } = D.Points * H.Points * W.Points;

    /// <summary>Points of all images.</summary>
    public int Points => Batch * PointsPerImage;

    /// <summary>Number of taps.</summary>
    public int Taps { get; } = D.Taps * H.Taps * W.Taps;

    /// <summary>Cells of a plane of the source.</summary>
    public int SourcePlane { get; } = D.Source * H.Source * W.Source;

    /// <summary>Cells of a plane of the result.</summary>
    public int TargetPlane { get; } = D.Target * H.Target * W.Target;

    /// <summary>Whether the points of an image are all cells of the result, in order.</summary>
    public bool IsDense { get; } = D.TargetStep == 1 && H.TargetStep == 1 && W.TargetStep == 1;

    /// <summary>The sweep of a convolution.</summary>
    public static Sweep Forward(in ConvGeometry g)
    {
        if (g.Kernel.Count == 1 && g.Output == g.Input && g.Stride == new Volume(1, 1, 1))
        {
            // A matrix product over channels: one long row has no borders.
            var point = SweepAxis.Forward(1, 1, 1, 1, 0, 1);
            return new(g.Batch, point, point, SweepAxis.Forward(g.Input.Count, 1, g.Input.Count, 1, 0, 1));
        }
        return new(
            g.Batch,
            SweepAxis.Forward(g.Input.D, g.Kernel.D, g.Output.D, g.Stride.D, g.Padding.D, g.Dilation.D),
            SweepAxis.Forward(g.Input.H, g.Kernel.H, g.Output.H, g.Stride.H, g.Padding.H, g.Dilation.H),
            SweepAxis.Forward(g.Input.W, g.Kernel.W, g.Output.W, g.Stride.W, g.Padding.W, g.Dilation.W));
    }

    /// <summary>Number of sweeps of the data gradient.</summary>
    public static int GradientPhases(in ConvGeometry g) => g.Stride.Count;

    /// <summary>One sweep of the data gradient.</summary>
    public static Sweep Gradient(in ConvGeometry g, int phase)
    {
        if (g.Kernel.Count == 1 && g.Output == g.Input && g.Stride == new Volume(1, 1, 1))
            return Forward(g);
        var (d, h, w) = (phase / g.Stride.W / g.Stride.H, phase / g.Stride.W % g.Stride.H, phase % g.Stride.W);
        return new(
            g.Batch,
            SweepAxis.Gradient(g.Input.D, g.Kernel.D, g.Output.D, g.Stride.D, g.Padding.D, g.Dilation.D, d),
            SweepAxis.Gradient(g.Input.H, g.Kernel.H, g.Output.H, g.Stride.H, g.Padding.H, g.Dilation.H, h),
            SweepAxis.Gradient(g.Input.W, g.Kernel.W, g.Output.W, g.Stride.W, g.Padding.W, g.Dilation.W, w));
    }

    /// <summary>Where a tap lies in the kernel of <paramref name="kernel"/> cells, flat.</summary>
    public int KernelIndex(int tap, Volume kernel)
    {
        var (d, h, w) = Split(tap);
        (d, h, w) = (D.FirstTap + (d * D.TapStep), H.FirstTap + (h * H.TapStep), W.FirstTap + (w * W.TapStep));
        return (((d * kernel.H) + h) * kernel.W) + w;
    }

    /// <summary>The offset of a tap on each axis.</summary>
    public Volume Offset(int tap)
    {
        var (d, h, w) = Split(tap);
        return new(D.FirstOffset + (d * D.OffsetStep), H.FirstOffset + (h * H.OffsetStep), W.FirstOffset + (w * W.OffsetStep));
    }

    private (int D, int H, int W) Split(int tap) => (tap / W.Taps / H.Taps, tap / W.Taps % H.Taps, tap % W.Taps);
}
