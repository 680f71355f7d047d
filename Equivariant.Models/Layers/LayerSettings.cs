namespace Equivariant.Layers;

/// <summary>Checks of a layer's settings, at the constructor: the op would only complain about the first batch.</summary>
internal static class LayerSettings
{
    /// <summary>The taps of each axis of a convolution.</summary>
    /// <exception cref="ArgumentException">A setting is out of range or for another number of axes.</exception>
    public static int[] Convolution(string layer, int rank, PerAxis kernelSize, ConvOptions options)
    {
        if (rank is < 1 or > 3)
            throw new ArgumentException($"{layer}: the rank is {rank}; there are convolutions of 1, 2 and 3 axes.", nameof(rank));
        Positive(layer, "kernelSize", kernelSize);
        Positive(layer, "stride", options.Stride);
        Positive(layer, "dilation", options.Dilation);
        options.Stride.For(rank, $"{layer}: stride");
        options.Dilation.For(rank, $"{layer}: dilation");
        if (options.Padding.Numbers is { } padding)
        {
            NotNegative(layer, padding);
            padding.For(rank, $"{layer}: padding");
        }
        else if (((int[])[.. options.Stride]).Any(stride => stride != 1))
        {
            throw new ArgumentException(
                $"{layer}: padding 'same' keeps the size, stride {options.Stride} does not; give the padding as numbers.");
        }
        return kernelSize.For(rank, $"{layer}: kernelSize");
    }

    /// <summary>Checks what a transposed convolution asks beyond an ordinary one.</summary>
    /// <exception cref="ArgumentException">A setting is out of range or for another number of axes.</exception>
    public static void Transposed(string layer, int rank, ConvOptions options, PerAxis outputPadding)
    {
        if (options.PaddingMode != PaddingMode.Zeros || options.Padding.Numbers is null)
        {
            throw new ArgumentException($"{layer}: padding {options.Padding} with {options.PaddingMode} cannot be transposed; "
                + "give numbers, with zeros.");
        }
        var more = outputPadding.For(rank, $"{layer}: outputPadding");
        var (stride, dilation) = (options.Stride.For(rank, "stride"), options.Dilation.For(rank, "dilation"));
        if (more.Where((cells, axis) => cells < 0 || (cells > 0 && cells >= Math.Max(stride[axis], dilation[axis]))).Any())
        {
            throw new ArgumentException($"{layer}: outputPadding {outputPadding} must be smaller than stride {options.Stride} or "
                + $"dilation {options.Dilation}, and not negative.", nameof(outputPadding));
        }
    }

    /// <exception cref="ArgumentException">A number is not positive.</exception>
    public static void Positive(string layer, string what, PerAxis setting)
    {
        if (((int[])[.. setting]).Any(number => number < 1))
            throw new ArgumentException($"{layer}: {what} {setting} must be positive.", what);
    }

    /// <exception cref="ArgumentException">A number is negative.</exception>
    public static void NotNegative(string layer, PerAxis padding)
    {
        if (((int[])[.. padding]).Any(cells => cells < 0))
            throw new ArgumentException($"{layer}: padding {padding} is negative.", nameof(padding));
    }

    /// <exception cref="ArgumentException">A number is not positive, or the groups do not divide the channels.</exception>
    public static void Groups(string layer, int inChannels, int outChannels, int groups)
    {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{layer}: {groups} groups must divide the {inChannels} input and {outChannels} output channels, "
                + "all of them positive.");
        }
    }
}
