using System.Numerics.Tensors;

namespace Equivariant.Data;

/// <summary>The steps that change values, not places.</summary>
internal static class Intensity
{
    /// <summary>
    /// Multiplies brightness, then (with three channels) saturation, each by a random factor from 1 − amount to 1 + amount; values
    /// stay within 0 and 1. As torchvision's ColorJitter within RandomApply, in a fixed order.
    /// </summary>
    internal static StepSyntax Jitter { get; } = new(
        "jitter", "jitter:AMOUNT[:PROBABILITY], brightness and saturation, 0 to 1 (probability 0.5)", 2, step =>
        {
            var (amount, probability) = (step.Number(0, null, 0, 1), step.Number(1, 0.5, 0, 1));
            return new((image, rng) => rng.NextBool(probability) ? Jittered(image, amount, rng) : image) { NeedsUnitRange = true };
        });

    /// <summary>Multiplies an image by one random factor, the same for all its values: darker, towards 0. MedMNIST trains on
    /// volumes of shapes this way, from 0 to 1, and tests at one half.</summary>
    internal static StepSyntax Fade { get; } = new(
        "fade", "fade:LEAST-MOST, multiplies by a factor as in 0-1 or 0.5-0.5", 1, step =>
        {
            var (least, most) = step.Interval(0, 0, 1);
            return new((image, rng) =>
            {
                var factor = (float)(least < most ? rng.NextDouble(least, most) : least);
                TensorPrimitives.Multiply(image.Values, factor, image.Values);
                return image;
            })
            {
                IsRandom = least < most,
                NeedsUnitRange = true,
            };
        });

    /// <summary>(value − mean) / standard deviation, the same for all channels. By default 0 to 1 becomes −1 to 1, as in the
    /// papers and in MedMNIST.</summary>
    internal static StepSyntax Normalize { get; } = new(
        "normalize", "normalize[:MEAN:SD] (0.5, 0.5)", 2, step =>
        {
            var (mean, deviation) = ((float)step.Number(0, 0.5, -1e6, 1e6), (float)step.Number(1, 0.5, 1e-6, 1e6));
            return new((image, _) =>
            {
                TensorPrimitives.Subtract(image.Values, mean, image.Values);
                TensorPrimitives.Divide(image.Values, deviation, image.Values);
                return image;
            })
            {
                IsRandom = false,
                IsNormalization = true,
            };
        });

    private static Image Jittered(Image image, double amount, Rng rng)
    {
        var brightness = (float)rng.NextDouble(1 - amount, 1 + amount);
        var saturation = (float)rng.NextDouble(1 - amount, 1 + amount);
        var values = image.Values;
        TensorPrimitives.Multiply(values, brightness, values);
        TensorPrimitives.Clamp(values, 0, 1, values);
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
}
