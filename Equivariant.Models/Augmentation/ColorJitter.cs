namespace Equivariant.Data;

/// <summary>
/// Multiplies brightness, then (with three channels) saturation, each by a random factor from 1 − amount to 1 + amount; values
/// stay within 0 and 1. As torchvision's ColorJitter within RandomApply, in a fixed order.
/// </summary>
/// <param name="amount">0 to 1.</param>
/// <param name="probability">How often images change.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is not from 0 to 1.</exception>
public sealed class ColorJitter(double amount, double probability = 0.5) : IAugmentation
{
    private readonly double amount = Limits.Check(amount, 0, 1), probability = Limits.Check(probability, 0, 1);

    internal static AugmentationSyntax Syntax { get; } = new(
        "jitter", "jitter:AMOUNT[:PROBABILITY], brightness and saturation, 0 to 1 (probability 0.5)", 2,
        step => new ColorJitter(step.Number(0, null, 0, 1), step.Number(1, 0.5, 0, 1)));

    /// <inheritdoc/>
    public bool NeedsUnitRange => true;

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        if (!rng.NextBool(probability))
            return image;
        var brightness = (float)rng.NextDouble(1 - amount, 1 + amount);
        var saturation = (float)rng.NextDouble(1 - amount, 1 + amount);
        var values = image.Values;
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] * brightness, 0, 1);
        if (image.Channels != 3)
            return image;

        var pixels = values.Length / 3;
        for (var i = 0; i < pixels; i++)
        {
            // The weights of Rec. 601 luma, with torchvision's digits.
            var grey = (0.2989f * values[i]) + (0.587f * values[pixels + i]) + (0.114f * values[(2 * pixels) + i]);
            for (var at = i; at < values.Length; at += pixels)
                values[at] = Math.Clamp(grey + (saturation * (values[at] - grey)), 0, 1);
        }
        return image;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"jitter:{amount}")
        + (probability == 0.5 ? "" : FormattableString.Invariant($":{probability}"));
}
