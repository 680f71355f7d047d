namespace Equivariant.Data;

/// <summary>Changes an image's size, as torchvision's Resize on tensors with antialias off; nearest takes the pixel at or before
/// the place.</summary>
internal static class Resize
{
    internal static StepSyntax Syntax { get; } = new(
        "resize", "resize:SIZE[:nearest|bilinear] with SIZE as in 32 or 28x32 (bilinear)", 2,
        step => To(step.Sizes(0), step.Interpolation(1, Interpolation.Bilinear)));

    /// <summary>A step to one size for all spatial axes, or to one each, outermost first.</summary>
    public static PipelineStep To(int[] sizes, Interpolation interpolation = Interpolation.Bilinear) => new((image, _) =>
        Resampling.Stretch(image, new int[image.SpatialRank], image.Shape.ToArray().AsSpan(1),
            OutputShape(image.Shape, sizes).ToArray().AsSpan(1), interpolation))
    {
        IsRandom = false,
        OutputShape = input => OutputShape(input, sizes),
        Text = $"resize:{string.Join('x', sizes)}",
    };

    private static Shape OutputShape(Shape input, int[] sizes) => sizes.Length == 1 || sizes.Length == input.Rank - 1
        ? [input[0], .. Enumerable.Range(0, input.Rank - 1).Select(axis => sizes[axis % sizes.Length])]
        : throw new ShapeException(
            $"resize:{string.Join('x', sizes)} names {sizes.Length} sizes, the image {input} has {input.Rank - 1} spatial axes.");
}
