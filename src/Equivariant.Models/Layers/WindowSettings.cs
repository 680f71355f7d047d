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

    /// <summary>Checks the settings of a pool.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public static void Check(string layer, PerAxis kernelSize, PerAxis stride, PerAxis padding)
    {
        Positive(layer, "kernelSize", kernelSize);
        Positive(layer, "stride", stride);
        NotNegative(layer, padding);
    }

    private static void Positive(string layer, string what, PerAxis setting)
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
