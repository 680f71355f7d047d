namespace Equivariant.Data;

/// <summary>Shifts an image by a random whole number of pixels on each axis; what comes in from outside is 0 (mid-grey after
/// normalisation). As torchvision's RandomAffine with translation alone.</summary>
/// <param name="ratio">The largest shift on each axis as a part of its size, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The ratio is not from 0 to 1.</exception>
public sealed class Translate(double ratio) : IAugmentation
{
    private readonly double ratio = Limits.Check(ratio, 0, 1);

    internal static AugmentationSyntax Syntax { get; } = new(
        "translate", "translate:RATIO, the largest shift as a part of the size, 0 to 1", 1,
        step => new Translate(step.Number(0, null, 0, 1)));

    /// <summary>An image shifted by whole pixels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="shift">Pixels on each spatial axis, outermost first; positive moves towards larger indices.</param>
    public static Image By(Image image, ReadOnlySpan<int> shift)
    {
        if (shift.Length != image.SpatialRank)
            throw new ShapeException(
                $"{shift.Length} shifts are given for the image {image.Shape} with {image.SpatialRank} spatial axes.");
        for (var axis = 0; axis < shift.Length; axis++)
        {
            if (shift[axis] == 0)
                continue;
            var samples = new Resampling.Sample[image.Shape[axis + 1]];
            for (var o = 0; o < samples.Length; o++)
            {
                var from = o - shift[axis];
                var at = from >= 0 && from < samples.Length ? from : -1;
                samples[o] = new Resampling.Sample(at, at, 0);
            }
            image = Resampling.Along(image, axis + 1, samples);
        }
        return image;
    }

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        var shift = new int[image.SpatialRank];
        for (var axis = 0; axis < shift.Length; axis++)
        {
            var most = ratio * image.Shape[axis + 1];
            shift[axis] = (int)Math.Round(rng.NextDouble(-most, most));
        }
        return By(image, shift);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"translate:{ratio}");
}
