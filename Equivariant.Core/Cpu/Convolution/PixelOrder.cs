namespace Equivariant.Cpu;

/// <summary>
/// The order of a block's pixels as the factors of a weight gradient. In a block of several images, pixels that lie alike on the
/// first axis with several taps follow each other: so the pixels at which a tap sees padding only, along that axis, are the first
/// and the last factors and can be left out.
/// </summary>
internal readonly struct PixelOrder
{
    private readonly TapOrder taps;
    private readonly int perImage, count, start, images;

    /// <summary>The order of the pixels from <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <param name="grid">The pattern of reading.</param>
    /// <param name="first">First pixel.</param>
    /// <param name="end">After the last pixel.</param>
    /// <param name="mixesImages">Whether the order may differ from that in memory.</param>
    public PixelOrder(in OutputGrid grid, int first, int end, bool mixesImages)
    {
        taps = new(grid);
        (perImage, count, start) = (grid.PixelsPerImage, end - first, first % grid.PixelsPerImage);
        // Pixels of a row stay side by side.
        var isWhole = mixesImages && start == 0 && count % perImage == 0 && taps.Below % grid.W.Pixels == 0;
        var isOne = start + count <= perImage;
        images = taps.Pixels < perImage ? 0 : isOne ? 1 : isWhole ? count / perImage : 0;
        Segment = images > 1 ? taps.Below : perImage;
    }

    /// <summary>Pixels of an image that follow each other.</summary>
    public int Segment { get; }

    /// <summary>Whether any pixel can be left out.</summary>
    public bool Skips => images > 0 && taps.Skips;

    /// <summary>The place of a pixel, counted from the first in the order of pixels.</summary>
    public int IndexOf(int pixel)
    {
        if (images <= 1)
            return pixel;
        var (image, own) = (pixel / perImage, pixel % perImage);
        return (((own / taps.Below * images) + image) * taps.Below) + (own % taps.Below);
    }

    /// <summary>The factors at which a tap sees more than padding.</summary>
    public (int First, int End) FactorsOf(int tap)
    {
        var (first, end) = taps.PixelsOf(tap);
        return (Place(first * taps.Below), Place(end * taps.Below));
    }

    private int Place(int pixelOfImage) => Math.Clamp((pixelOfImage - start) * images, 0, count);
}
