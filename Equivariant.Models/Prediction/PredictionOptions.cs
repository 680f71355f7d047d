namespace Equivariant.Training;

/// <summary>How images are predicted.</summary>
public sealed record PredictionOptions
{
    /// <summary>
    /// Edge of the tiles that a large image is cut into, rounded up to a multiple of the network's size; 0 for the whole image at
    /// once;
    /// null for <see cref="DefaultTile"/> where the image has more than <see cref="WholePixels"/> pixels.
    /// The result is the same, up to rounding.
    /// </summary>
    public int? Tile { get; init; }

    /// <summary>What becomes of turned copies.</summary>
    public TestTimeAugmentation Augmentation { get; init; }

    /// <summary>The tile where none is asked for.</summary>
    public const int DefaultTile = 512;

    /// <summary>Images up to this many pixels are predicted at once where no tile is asked for.</summary>
    public const int WholePixels = 1024 * 1024;
}

/// <summary>What is made of the predictions for the eight turned and mirrored copies of an image, each turned back.</summary>
public enum TestTimeAugmentation
{
    /// <summary>The image is predicted once, as it is.</summary>
    None,

    /// <summary>The share of the eight copies in which a class is the most probable one: the majority vote of Gao and Ji (ICDM
    /// 2017,
    /// section IV.B), whose decision is the class with most votes.</summary>
    Vote,

    /// <summary>The mean of the eight probabilities.</summary>
    Mean,
}
