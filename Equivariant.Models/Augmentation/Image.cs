namespace Equivariant.Data;

/// <summary>One image or volume on its way into a batch: floating-point values, channel first.</summary>
public readonly struct Image
{
    /// <summary>An image around its row-major values, which are not copied.</summary>
    /// <exception cref="ShapeException">The shape is no image's or does not hold exactly these values.</exception>
    public Image(float[] values, Shape shape)
    {
        CheckShape(shape, "an image");
        if (values.Length != shape.Count)
            throw new ShapeException($"{values.Length} values do not fill an image of {shape}, which has {shape.Count}.");
        (Values, Shape) = (values, shape);
    }

    /// <summary>The values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>[C,H,W] or [C,D,H,W].</summary>
    public Shape Shape { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => Shape[0];

    /// <summary>2 for images, 3 for volumes.</summary>
    public int SpatialRank => Shape.Rank - 1;

    internal static void CheckShape(Shape shape, string what)
    {
        if (shape.Rank is not (3 or 4) || shape.Count == 0)
            throw new ShapeException($"{what} has the shape [C,H,W] or [C,D,H,W] without empty axes, not {shape}.");
    }
}
