namespace Equivariant.Data;

/// <summary>Shifts an image by a random whole number of pixels on each axis; what comes in from outside is 0 (mid-grey after
/// normalisation). As torchvision's RandomAffine with translation alone.</summary>
public sealed class Translate : IAugmentation
{
    private readonly double ratio;

    /// <summary>A random shift.</summary>
    /// <param name="ratio">The largest shift on each axis as a part of its size, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not from 0 to 1.</exception>
    public Translate(double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        this.ratio = ratio;
    }

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

internal sealed class TranslateSyntax : IAugmentationSyntax
{
    public string Name => "translate";

    public string Usage => "translate:RATIO, the largest shift as a part of the size, 0 to 1";

    public IAugmentation Parse(StepText step)
    {
        step.AtMost(1);
        return new Translate(step.Number(0, null, 0, 1));
    }
}
