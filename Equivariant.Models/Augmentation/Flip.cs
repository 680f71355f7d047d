namespace Equivariant.Data;

/// <summary>Mirrors an image, each of the chosen axes with probability ½.</summary>
public sealed class Flip : IAugmentation
{
    private readonly string? axes;

    internal static AugmentationSyntax Syntax { get; } = new(
        "flip", "flip[:h|v|d|hv|hd|vd|hvd], mirrors each axis with probability 1/2 (all axes)", 1, step =>
        {
            var axes = step.Word(0, "", "h", "v", "d", "hv", "hd", "vd", "hvd");
            return new Flip(axes.Length == 0 ? null : axes);
        });

    /// <summary>Random mirroring.</summary>
    /// <param name="axes">Letters of the axes that may be reversed: h columns, v rows, d slices of a volume;
    /// null for all.</param>
    /// <exception cref="ArgumentException">There is another letter, or none.</exception>
    public Flip(string? axes = null)
    {
        if (axes is not null && (axes.Length == 0 || axes.Any(axis => !"hvd".Contains(axis))))
            throw new ArgumentException($"Flips are named by the letters h, v and d, not '{axes}'.", nameof(axes));
        this.axes = axes;
    }

    /// <summary>An image with one axis reversed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="axis">The axis, 1 or above; negative counts from the end.</param>
    public static Image Reverse(Image image, int axis)
    {
        axis = image.Shape.Axis(axis);
        var size = image.Shape[axis];
        var samples = new Resampling.Sample[size];
        for (var o = 0; o < size; o++)
            samples[o] = new Resampling.Sample(size - 1 - o, size - 1 - o, 0);
        return Resampling.Along(image, axis, samples);
    }

    /// <inheritdoc/>
    public Shape OutputShape(Shape input) => axes?.Contains('d') != true || input.Rank == 4
        ? input
        : throw new ShapeException($"{this} reverses the slices of a volume [C,D,H,W]; the image is {input}.");

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        foreach (var (letter, axis) in (ReadOnlySpan<(char, int)>)[('h', -1), ('v', -2), ('d', -3)])
        {
            if (-axis <= image.SpatialRank && (axes is null || axes.Contains(letter)) && rng.NextBool(0.5))
                image = Reverse(image, axis);
        }
        return image;
    }

    /// <inheritdoc/>
    public override string ToString() => axes is null ? "flip" : $"flip:{axes}";
}
