namespace Equivariant.Data;

/// <summary>Changes an image's size, as torchvision's Resize on tensors with antialias off; nearest takes the pixel at or before
/// the place.</summary>
public sealed class Resize : IAugmentation
{
    private readonly int[] sizes;
    private readonly Interpolation interpolation;

    internal static AugmentationSyntax Syntax { get; } = new(
        "resize", "resize:SIZE[:nearest|bilinear] with SIZE as in 32 or 28x32 (bilinear)", 2,
        step => new Resize(step.Sizes(0), step.Interpolation(1, Interpolation.Bilinear)));

    /// <summary>A change to a size.</summary>
    /// <param name="sizes">One size for all spatial axes, or one each, outermost first.</param>
    /// <param name="interpolation">How values between pixels are made up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Resize(ReadOnlySpan<int> sizes, Interpolation interpolation = Interpolation.Bilinear)
    {
        foreach (var size in sizes)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(sizes));
        (this.sizes, this.interpolation) = (sizes.ToArray(), interpolation);
    }

    /// <inheritdoc/>
    public bool IsRandom => false;

    /// <inheritdoc/>
    public Shape OutputShape(Shape input)
    {
        if (sizes.Length != 1 && sizes.Length != input.Rank - 1)
            throw new ShapeException($"{this} names {sizes.Length} sizes, the image {input} has {input.Rank - 1} spatial axes.");
        return [input[0], .. Enumerable.Range(0, input.Rank - 1).Select(axis => sizes[axis % sizes.Length])];
    }

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng) => Resampling.Stretch(
        image, new int[image.SpatialRank], image.Shape.ToArray().AsSpan(1), OutputShape(image.Shape).ToArray().AsSpan(1),
        interpolation);

    /// <inheritdoc/>
    public override string ToString() => $"resize:{string.Join('x', sizes)}"
        + (interpolation == Interpolation.Bilinear ? "" : $":{interpolation.ToString().ToLowerInvariant()}");
}
