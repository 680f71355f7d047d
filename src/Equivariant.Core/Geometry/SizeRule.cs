namespace Equivariant;

/// <summary>
/// When a window op (convolution with a symmetric kernel, pooling) commutes with turns and mirror images: on every axis the windows must
/// end where the padded input ends, else a mirrored input is cut off on its other side.
/// </summary>
public static class SizeRule
{
    /// <summary>Whether the rule holds on one axis: (size + 2·padding − dilation·(kernelSize − 1) − 1) mod stride = 0.</summary>
    /// <param name="size">Input cells on the axis.</param>
    /// <param name="kernelSize">Taps on the axis.</param>
    /// <param name="stride">Cells from window to window.</param>
    /// <param name="padding">Cells added on each side.</param>
    /// <param name="dilation">Cells from tap to tap.</param>
    public static bool Holds(int size, int kernelSize, int stride = 1, int padding = 0, int dilation = 1) =>
        UnusedBorder(size, kernelSize, stride, padding, dilation) == 0;

    /// <summary>Cells at the end of the padded axis that no window reaches; 0 where the rule holds.</summary>
    /// <inheritdoc cref="Holds(int, int, int, int, int)"/>
    public static int UnusedBorder(int size, int kernelSize, int stride = 1, int padding = 0, int dilation = 1) =>
        (((size + (2 * padding) - (dilation * (kernelSize - 1)) - 1) % stride) + stride) % stride;

    /// <summary>
    /// Whether a convolution with a symmetric kernel commutes with quarter turns and mirror images of its input: the rule holds on every
    /// axis, all axes have the same settings, and padding is the same on both sides.
    /// </summary>
    /// <param name="options">The convolution.</param>
    /// <param name="sizes">Spatial extents of the input, outermost first.</param>
    /// <param name="kernelSize">Spatial extents of the kernel, outermost first.</param>
    /// <exception cref="ShapeException">Settings for another number of axes, or as many kernel extents as the input does not have.</exception>
    public static bool Holds(ConvOptions options, ReadOnlySpan<int> sizes, ReadOnlySpan<int> kernelSize)
    {
        var geometry = ConvGeometry.Of("SizeRule", new Shape([1, options.Groups, .. sizes]), new Shape([options.Groups, 1, .. kernelSize]), options);
        var (kernel, stride, dilation) = (geometry.Kernel, geometry.Stride, geometry.Dilation);
        var (before, after) = options.Padding.Cells(sizes.Length, kernel, stride, dilation, "SizeRule");
        if (before != after)
            return false;
        var input = geometry.Input;
        var width = (kernel.W, stride.W, before.W, dilation.W);
        return Holds(input.W, kernel.W, stride.W, before.W, dilation.W)
            && (sizes.Length < 2
                || (Holds(input.H, kernel.H, stride.H, before.H, dilation.H) && (kernel.H, stride.H, before.H, dilation.H) == width))
            && (sizes.Length < 3
                || (Holds(input.D, kernel.D, stride.D, before.D, dilation.D) && (kernel.D, stride.D, before.D, dilation.D) == width));
    }
}
