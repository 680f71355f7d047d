namespace Equivariant.Training;

/// <summary>How <see cref="DensePredictor"/> predicts images.</summary>
public sealed record PredictionOptions
{
    /// <summary>
    /// Edge of the tiles that a large image is cut into, rounded up to a multiple of <see
    /// cref="Layers.Module.SizeMultiple"/>; 0 for the whole image at once; null for 512 where the image has more than 1024²
    /// pixels, else 0.
    /// </summary>
    public int? Tile { get; init; }

    /// <summary>Whether turned copies are predicted too, and how they are combined.</summary>
    public TestTimeAugmentation Augmentation { get; init; }

    internal const int DefaultTile = 512, WholePixels = 1024 * 1024;
}

/// <summary>How the predictions for the eight turned and mirrored copies of an image, each turned back, are combined.</summary>
public enum TestTimeAugmentation
{
    /// <summary>The image is predicted once, as it is.</summary>
    None,

    /// <summary>The share of the eight copies in which a class is the most probable one: the majority vote of Gao and Ji (ICDM
    /// 2017, section IV.B), whose decision is the class with most votes.</summary>
    Vote,

    /// <summary>The mean of the eight probabilities.</summary>
    Mean,
}
