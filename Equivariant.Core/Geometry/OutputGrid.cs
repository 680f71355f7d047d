namespace Equivariant;

/// <summary>
/// The pattern in which a convolution reads: for each image a grid of pixels, row-major, that see the source through taps.
/// A convolution is one output grid, its data gradient one for each phase of the stride.
/// </summary>
internal readonly record struct OutputGrid(int Batch, OutputAxis D, OutputAxis H, OutputAxis W)
{
    public int PixelsPerImage { get; } = D.Pixels * H.Pixels * W.Pixels;

    public int Pixels => Batch * PixelsPerImage;

    public int Taps { get; } = D.Taps * H.Taps * W.Taps;

    public int SourcePlane { get; } = D.Source * H.Source * W.Source;

    public int TargetPlane { get; } = D.Target * H.Target * W.Target;

    /// <summary>Whether the pixels of an image are all cells of the result, in order.</summary>
    public bool IsDense { get; } = D.TargetStep == 1 && H.TargetStep == 1 && W.TargetStep == 1;

    public static OutputGrid Forward(in ConvGeometry g)
    {
        if (IsPointwise(g))
        {
            // A matrix product over channels: one long row has no borders.
            var pixel = OutputAxis.Forward(1, 1, 1, 1, 0, 1);
            return new(g.Batch, pixel, pixel, OutputAxis.Forward(g.Input.Count, 1, g.Input.Count, 1, 0, 1));
        }
        return new(
            g.Batch,
            OutputAxis.Forward(g.Input.D, g.Kernel.D, g.Output.D, g.Stride.D, g.Padding.D, g.Dilation.D),
            OutputAxis.Forward(g.Input.H, g.Kernel.H, g.Output.H, g.Stride.H, g.Padding.H, g.Dilation.H),
            OutputAxis.Forward(g.Input.W, g.Kernel.W, g.Output.W, g.Stride.W, g.Padding.W, g.Dilation.W));
    }

    public static int GradientPhases(in ConvGeometry g) => g.Stride.Count;

    /// <summary>One output grid of the data gradient.</summary>
    public static OutputGrid Gradient(in ConvGeometry g, int phase)
    {
        if (IsPointwise(g))
            return Forward(g);
        var (d, h, w) = (phase / g.Stride.W / g.Stride.H, phase / g.Stride.W % g.Stride.H, phase % g.Stride.W);
        return new(
            g.Batch,
            OutputAxis.Gradient(g.Input.D, g.Kernel.D, g.Output.D, g.Stride.D, g.Padding.D, g.Dilation.D, d),
            OutputAxis.Gradient(g.Input.H, g.Kernel.H, g.Output.H, g.Stride.H, g.Padding.H, g.Dilation.H, h),
            OutputAxis.Gradient(g.Input.W, g.Kernel.W, g.Output.W, g.Stride.W, g.Padding.W, g.Dilation.W, w));
    }

    /// <summary>Where a tap lies in the kernel of <paramref name="kernel"/> cells, flat.</summary>
    public int KernelIndex(int tap, Volume kernel)
    {
        var (d, h, w) = Split(tap);
        (d, h, w) = (D.FirstTap + (d * D.TapStep), H.FirstTap + (h * H.TapStep), W.FirstTap + (w * W.TapStep));
        return (((d * kernel.H) + h) * kernel.W) + w;
    }

    public Volume Offset(int tap)
    {
        var (d, h, w) = Split(tap);
        return new(D.FirstOffset + (d * D.OffsetStep), H.FirstOffset + (h * H.OffsetStep), W.FirstOffset + (w * W.OffsetStep));
    }

    private static bool IsPointwise(in ConvGeometry g) =>
        g.Kernel.Count == 1 && g.Output == g.Input && g.Stride == new Volume(1, 1, 1);

    private (int D, int H, int W) Split(int tap) => (tap / W.Taps / H.Taps, tap / W.Taps % H.Taps, tap % W.Taps);
}
