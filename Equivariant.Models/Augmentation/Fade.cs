namespace Equivariant.Data;

/// <summary>Multiplies an image by one random factor, the same for all its values: darker, towards 0. MedMNIST trains on volumes
/// of shapes this way, from 0 to 1, and tests at one half.</summary>
public sealed class Fade : IAugmentation
{
    private readonly double least, most;

    /// <summary>A fading.</summary>
    /// <param name="least">The smallest factor, from 0.</param>
    /// <param name="most">The largest factor, at most 1; the same as the smallest for a fixed one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factors are not 0 ≤ least ≤ most ≤ 1.</exception>
    public Fade(double least, double most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        (this.least, this.most) = (least, most);
    }

    /// <inheritdoc/>
    public bool IsRandom => least < most;

    /// <inheritdoc/>
    public bool NeedsUnitRange => true;

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        var factor = (float)(IsRandom ? rng.NextDouble(least, most) : least);
        var values = image.Values;
        for (var i = 0; i < values.Length; i++)
            values[i] *= factor;
        return image;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"fade:{least}-{most}");
}

internal sealed class FadeSyntax : IAugmentationSyntax
{
    public string Name => "fade";

    public string Usage => "fade:LEAST-MOST, multiplies by a factor as in 0-1 or 0.5-0.5";

    public IAugmentation Parse(StepText step)
    {
        step.AtMost(1);
        var (least, most) = step.Interval(0, 0, 1);
        return new Fade(least, most);
    }
}
