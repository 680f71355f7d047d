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
