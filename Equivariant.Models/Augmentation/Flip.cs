namespace Equivariant.Data;

/// <summary>Mirrors an image, each of the chosen axes with probability ½.</summary>
internal static class Flip
{
    internal static StepSyntax Syntax { get; } = new(
        "flip", "flip[:h|v|d|hv|hd|vd|hvd], mirrors each axis with probability 1/2 (all axes)", 1, step =>
        {
            var axes = step.Word(0, "", "h", "v", "d", "hv", "hd", "vd", "hvd");
            return new((image, rng) => Randomly(image, axes, rng))
            {
                OutputShape = input => !axes.Contains('d') || input.Rank == 4 ? input : throw new ShapeException(
                    $"flip:{axes} reverses the slices of a volume [C,D,H,W]; the image is {input}."),
            };
        });

    /// <summary>An image with one axis reversed, 1 or above; negative counts from the end.</summary>
    public static Image Reverse(Image image, int axis)
    {
        axis = image.Shape.Axis(axis);
        var last = image.Shape[axis] - 1;
        return Resampling.Along(image, axis, last + 1, o => Resampling.Sample.At(last - o));
    }

    private static Image Randomly(Image image, string axes, Rng rng)
    {
        foreach (var (letter, axis) in (ReadOnlySpan<(char, int)>)[('h', -1), ('v', -2), ('d', -3)])
        {
            if (-axis <= image.SpatialRank && (axes.Length == 0 || axes.Contains(letter)) && rng.NextBool(0.5))
                image = Reverse(image, axis);
        }
        return image;
    }
}
