namespace Equivariant.Layers;

/// <summary>
/// Checks of what moves a window over the input, at the constructor: the op would only complain about the first batch.
/// </summary>
internal static class WindowSettings
{
    /// <summary>Checks the settings of a convolution.</summary>
    /// <returns>The taps of each axis.</returns>
    /// <exception cref="ArgumentException">A setting is out of range or for another number of axes.</exception>
    public static int[] Check(string layer, int rank, PerAxis kernelSize, ConvOptions options)
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
        else if (!All(options.Stride, stride => stride == 1))
        {
            throw new ArgumentException(
                $"{layer}: padding 'same' keeps the size, stride {options.Stride} does not; give the padding as numbers.");
        }
        return kernelSize.For(rank, $"{layer}: kernelSize");
    }

    /// <summary>Checks what a transposed convolution asks beyond an ordinary one.</summary>
    /// <exception cref="ArgumentException">A setting is out of range or for another number of axes.</exception>
    public static void CheckTransposed(string layer, int rank, ConvOptions options, PerAxis outputPadding)
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

    /// <summary>Checks the settings of a pool.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public static void Check(string layer, PerAxis kernelSize, PerAxis stride, PerAxis padding)
    {
        Positive(layer, "kernelSize", kernelSize);
        Positive(layer, "stride", stride);
        NotNegative(layer, padding);
    }

    /// <summary>Checks that a setting is at least 1.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Positive(string layer, string what, PerAxis setting)
    {
        if (!All(setting, number => number > 0))
            throw new ArgumentException($"{layer}: {what} {setting} must be positive.", what);
    }

    private static void NotNegative(string layer, PerAxis padding)
    {
        if (!All(padding, number => number >= 0))
            throw new ArgumentException($"{layer}: padding {padding} is negative.", nameof(padding));
    }

    private static bool All(PerAxis setting, Predicate<int> holds)
    {
        foreach (var number in setting)
        {
            if (!holds(number))
                return false;
        }
        return true;
    }
}
