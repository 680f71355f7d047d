namespace Equivariant.Data;

/// <summary>
/// Stretches each axis about the image's middle by its own random factor from 1 − amount to 1 + amount, bilinear; the size stays
/// and what comes in from outside is 0. The scaling of the SRE-Conv paper's volumes.
/// </summary>
/// <param name="amount">Largest change of the factors, 0 to 0.9.</param>
/// <exception cref="ArgumentOutOfRangeException">The amount is not from 0 to 0.9.</exception>
public sealed class Zoom(double amount) : IAugmentation
{
    private readonly double amount = Limits.Check(amount, 0, 0.9);

    internal static AugmentationSyntax Syntax { get; } = new(
        "zoom", "zoom:AMOUNT, stretches each axis by up to ±AMOUNT, 0 to 0.9", 1, step => new Zoom(step.Number(0, null, 0, 0.9)));

    /// <summary>An image stretched about its middle.</summary>
    /// <param name="image">The image.</param>
    /// <param name="factors">One for each spatial axis; above 1 enlarges.</param>
    public static Image By(Image image, ReadOnlySpan<double> factors)
    {
        for (var axis = 1; axis < image.Shape.Rank; axis++)
        {
            var size = image.Shape[axis];
            var middle = (size - 1) / 2.0;
            var samples = new Resampling.Sample[size];
            for (var o = 0; o < size; o++)
            {
                var place = ((o - middle) / factors[axis - 1]) + middle;
                var low = (int)Math.Floor(place);
                samples[o] = new Resampling.Sample(Within(low, size), Within(low + 1, size), (float)(place - low));
            }
            image = Resampling.Along(image, axis, samples);
        }
        return image;
    }

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        var factors = new double[image.SpatialRank];
        for (var axis = 0; axis < factors.Length; axis++)
            factors[axis] = rng.NextDouble(1 - amount, 1 + amount);
        return By(image, factors);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"zoom:{amount}");

    private static int Within(int at, int size) => at >= 0 && at < size ? at : -1;
}
