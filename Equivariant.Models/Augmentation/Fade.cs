namespace Equivariant.Data;

/// <summary>Multiplies an image by one random factor, the same for all its values: darker, towards 0. MedMNIST trains on volumes
/// of shapes this way, from 0 to 1, and tests at one half.</summary>
/// <param name="least">The smallest factor, from 0.</param>
/// <param name="most">The largest factor, at most 1; the same as the smallest for a fixed one.</param>
/// <exception cref="ArgumentOutOfRangeException">The factors are not 0 ≤ least ≤ most ≤ 1.</exception>
public sealed class Fade(double least, double most) : IAugmentation
{
    private readonly double least = Limits.Check(least, 0, most), most = Limits.Check(most, 0, 1);

    internal static AugmentationSyntax Syntax { get; } = new(
        "fade", "fade:LEAST-MOST, multiplies by a factor as in 0-1 or 0.5-0.5", 1, step =>
        {
            var (least, most) = step.Interval(0, 0, 1);
            return new Fade(least, most);
        });

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
