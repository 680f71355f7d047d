namespace Equivariant;

/// <summary>
/// When a window op (convolution with a symmetric kernel, pooling) commutes with turns and mirror images: on every axis the
/// windows must end where the padded input ends, else a mirrored input is cut off on its other side.
/// </summary>
public static class SizeRule
{
    /// <summary>Whether the rule holds on one axis: (size + 2·padding − dilation·(kernelSize − 1) − 1) mod stride = 0.</summary>
    /// <param name="size">Input cells on the axis.</param>
    /// <param name="kernelSize">Taps on the axis.</param>
    /// <param name="stride">Cells from window to window.</param>
    /// <param name="padding">Cells added on each side.</param>
    /// <param name="dilation">Cells from tap to tap.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not positive.</exception>
    public static bool Holds(int size, int kernelSize, int stride = 1, int padding = 0, int dilation = 1) =>
        UnusedBorder(size, kernelSize, stride, padding, dilation) == 0;

    /// <summary>Cells at the end of the padded axis that no window reaches; 0 where the rule holds.</summary>
    /// <inheritdoc cref="Holds(int, int, int, int, int)"/>
    public static int UnusedBorder(int size, int kernelSize, int stride = 1, int padding = 0, int dilation = 1) => stride < 1
        ? throw new ArgumentOutOfRangeException(nameof(stride), stride, "A stride is at least 1.")
        : (((size + (2 * padding) - (dilation * (kernelSize - 1)) - 1) % stride) + stride) % stride;

    /// <summary>Null where the rule holds on every spatial axis of the input;
    /// else the axis and the numbers that break it.</summary>
    /// <param name="layer">What to call the window op.</param>
    /// <param name="input">[N, C, spatial…].</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="options">Stride, padding, dilation.</param>
    /// <exception cref="ShapeException">Settings for another number of axes.</exception>
    public static string? Broken(string layer, Shape input, PerAxis kernelSize, ConvOptions options)
    {
        var rank = input.Rank - 2;
        var kernel = kernelSize.Volume(rank, 1, layer, "kernelSize");
        var stride = options.Stride.Volume(rank, 1, layer, "stride");
        var dilation = options.Dilation.Volume(rank, 1, layer, "dilation");
        var (before, after) = options.Padding.Cells(rank, kernel, stride, dilation, layer);
        if (before != after)
            return $"{layer} pads {before.Text(rank)} cells before and {after.Text(rank)} after: "
                + "use a window that 'same' padding pads evenly";
        for (var axis = 0; axis < rank; axis++)
        {
            var (n, k, s, p, d) = (input[axis + 2], kernel[axis - rank], stride[axis - rank], before[axis - rank],
                dilation[axis - rank]);
            if (!Holds(n, k, s, p, d))
            {
                return $"{layer} on {input} leaves {UnusedBorder(n, k, s, p, d)} of the cells of axis {axis + 2} over: "
                    + $"(n + 2p − δ(k − 1) − 1) mod s = ({n} + 2·{p} − {d}·{k - 1} − 1) mod {s} is not 0";
            }
        }
        return null;
    }
}
