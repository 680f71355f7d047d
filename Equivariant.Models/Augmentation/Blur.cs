namespace Equivariant.Data;

/// <summary>A Gaussian blur of random width, the same on all axes; the image goes on as its border pixels. The blur of the
/// SRE-Conv paper's volumes.</summary>
internal static class Blur
{
    internal static StepSyntax Syntax { get; } = new(
        "blur", "blur:SIGMA, a Gaussian of up to SIGMA pixels, 0 to 10", 1, step =>
        {
            var most = step.Number(0, null, 0, 10);
            return new((image, rng) => By(image, rng.NextDouble(0, most)));
        });

    /// <summary>An image blurred by a kernel that is cut at 4 standard deviations of sigma pixels.</summary>
    public static Image By(Image image, double sigma)
    {
        var reach = (int)Math.Ceiling(4 * sigma);
        var weights = new double[(2 * reach) + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = reach == 0 ? 1 : Math.Exp(-0.5 * Math.Pow((i - reach) / sigma, 2));
        var sum = weights.Sum();
        for (var axis = 1; axis < image.Shape.Rank && reach > 0; axis++)
            image = Along(image, axis, reach, Array.ConvertAll(weights, weight => (float)(weight / sum)));
        return image;
    }

    private static Image Along(Image image, int axis, int reach, float[] weights)
    {
        var shape = image.Shape;
        var (size, inner) = (shape[axis], shape.CountOf(axis + 1, shape.Rank));
        var result = new float[image.Values.Length];
        for (var start = 0; start < result.Length; start += size * inner)
        {
            for (var at = 0; at < size; at++)
            {
                var row = result.AsSpan(start + (at * inner), inner);
                for (var tap = 0; tap < weights.Length; tap++)
                {
                    var from = Math.Clamp(at + tap - reach, 0, size - 1);
                    var other = image.Values.AsSpan(start + (from * inner), inner);
                    for (var i = 0; i < row.Length; i++)
                        row[i] += weights[tap] * other[i];
                }
            }
        }
        return new Image(result, shape);
    }
}
