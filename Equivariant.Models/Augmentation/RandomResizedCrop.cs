namespace Equivariant.Data;

/// <summary>
/// Cuts out a random part and stretches it back to the image's size (Szegedy et al., CVPR 2015), as torchvision's
/// RandomResizedCrop: the part's area is a random fraction of the image's, its width to height a random ratio from 3/4 to 4/3. On
/// volumes the fraction is of the volume and the depth has no ratio of its own.
/// </summary>
internal static class RandomResizedCrop
{
    private const int Tries = 10;
    private const double LargestRatio = 4.0 / 3;

    internal static StepSyntax Syntax { get; } = new(
        "crop", "crop:LEAST-MOST, parts of the image's area as in 0.5-1", 1, step =>
        {
            var (least, most) = step.Interval(0, 0.01, 1);
            return new((image, rng) =>
            {
                var sizes = image.Shape.ToArray()[1..];
                var length = Part(sizes, least, most, rng);
                int[] start = [.. sizes.Zip(length, (size, part) => rng.NextInt(size - part + 1))];
                return Resampling.Stretch(image, start, length, sizes, Interpolation.Bilinear);
            });
        });

    private static int[] Part(int[] sizes, double least, double most, Rng rng)
    {
        var (height, width) = (sizes[^2], sizes[^1]);
        for (var tried = 0; tried < Tries; tried++)
        {
            var fraction = rng.NextDouble(least, most);
            var ratio = Math.Exp(rng.NextDouble(-Math.Log(LargestRatio), Math.Log(LargestRatio)));
            var area = height * width * Math.Pow(fraction, 2.0 / sizes.Length);
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (w < 1 || h < 1 || w > width || h > height)
                continue;
            var depth = sizes.Length == 3 ? (int[])[Math.Max(1, (int)Math.Round(sizes[0] * Math.Cbrt(fraction)))] : [];
            return [.. depth, h, w];
        }
        return sizes;
    }
}
