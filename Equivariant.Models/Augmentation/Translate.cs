namespace Equivariant.Data;

/// <summary>Shifts an image by a random whole number of pixels on each axis; what comes in from outside is 0 (mid-grey after
/// normalisation). As torchvision's RandomAffine with translation alone.</summary>
internal static class Translate
{
    internal static StepSyntax Syntax { get; } = new(
        "translate", "translate:RATIO, the largest shift as a part of the size, 0 to 1", 1, step =>
        {
            var ratio = step.Number(0, null, 0, 1);
            return new((image, rng) => By(image, [.. image.Shape.ToArray().Skip(1).Select(size =>
                (int)Math.Round(rng.NextDouble(-(ratio * size), ratio * size)))]));
        });

    /// <summary>An image shifted by whole pixels on each spatial axis, outermost first; positive moves towards larger
    /// indices.</summary>
    public static Image By(Image image, ReadOnlySpan<int> shift)
    {
        if (shift.Length != image.SpatialRank)
            throw new ShapeException(
                $"{shift.Length} shifts are given for the image {image.Shape} with {image.SpatialRank} spatial axes.");
        for (var axis = 0; axis < shift.Length; axis++)
        {
            var (by, size) = (shift[axis], image.Shape[axis + 1]);
            if (by != 0)
                image = Resampling.Along(image, axis + 1, size, o => Resampling.Sample.At(Resampling.Within(o - by, size)));
        }
        return image;
    }
}

/// <summary>
/// Stretches each axis about the image's middle by its own random factor from 1 − amount to 1 + amount, bilinear; the size stays
/// and what comes in from outside is 0. The scaling of the SRE-Conv paper's volumes.
/// </summary>
internal static class Zoom
{
    internal static StepSyntax Syntax { get; } = new(
        "zoom", "zoom:AMOUNT, stretches each axis by up to ±AMOUNT, 0 to 0.9", 1, step =>
        {
            var amount = step.Number(0, null, 0, 0.9);
            return new((image, rng) => By(
                image, [.. Enumerable.Range(0, image.SpatialRank).Select(_ => rng.NextDouble(1 - amount, 1 + amount))]));
        });

    /// <summary>An image stretched about its middle by a factor for each spatial axis; above 1 enlarges.</summary>
    public static Image By(Image image, ReadOnlySpan<double> factors)
    {
        for (var axis = 1; axis < image.Shape.Rank; axis++)
        {
            var (factor, size) = (factors[axis - 1], image.Shape[axis]);
            var middle = (size - 1) / 2.0;
            image = Resampling.Along(image, axis, size, o =>
            {
                var place = ((o - middle) / factor) + middle;
                var low = (int)Math.Floor(place);
                return new(Resampling.Within(low, size), Resampling.Within(low + 1, size), (float)(place - low));
            });
        }
        return image;
    }
}
