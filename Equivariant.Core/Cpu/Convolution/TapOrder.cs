namespace Equivariant.Cpu;

/// <summary>
/// The order of the factors of a plain product: the taps of the first axis that has several, channels, the other taps. So the
/// taps at which a pixel sees padding only, along that axis, are the first and the last of its factors and can be left out.
/// </summary>
internal readonly struct TapOrder
{
    private readonly OutputAxis outer;
    private readonly int inner, pixels;

    /// <summary>The order for an output grid.</summary>
    public TapOrder(in OutputGrid grid)
    {
        (outer, pixels) = grid.D.Taps > 1 ? (grid.D, grid.D.Pixels) : grid.H.Taps > 1 ? (grid.H, grid.H.Pixels)
            : (grid.W, grid.W.Pixels);
        Below = grid.D.Taps > 1 ? grid.H.Pixels * grid.W.Pixels : grid.H.Taps > 1 ? grid.W.Pixels : 1;
        inner = grid.Taps / Math.Max(1, outer.Taps);
    }

    /// <summary>Whether any pixel sees padding only at some taps.</summary>
    public bool Skips => !outer.StaysInside;

    /// <summary>Neighbouring pixels that lie alike on the axis.</summary>
    public int Below { get; }

    /// <summary>Pixels of an image, if the axis is its first one with several; else fewer.</summary>
    public int Pixels => pixels * Below;

    /// <summary>The place of a factor among those of some channels.</summary>
    public int IndexOf(int channel, int tap, int channels) => (((tap / inner * channels) + channel) * inner) + (tap % inner);

    /// <summary>The pixels of an image, as far as the axis goes, at which a tap sees more than padding; there are
    /// <see cref="Below"/> for each.</summary>
    public (int First, int End) PixelsOf(int tap)
    {
        var (axis, offset) = (outer, outer.First + outer.FirstOffset + (tap / inner * outer.OffsetStep));
        var (first, end) = (0, pixels);
        while (first < end && !IsInside(first))
            first++;
        while (first < end && !IsInside(end - 1))
            end--;
        return (first, end);

        bool IsInside(int pixel) => (uint)(offset + (pixel * axis.Step)) < (uint)axis.Source;
    }

    /// <summary>The factors of a pixel that see more than padding.</summary>
    public (int First, int End) FactorsOf(int pixel, int channels)
    {
        var axis = outer;
        var cell = outer.First + (pixel / Below % pixels * outer.Step) + outer.FirstOffset;
        var (first, end) = (0, outer.Taps);
        while (first < end && !IsInside(first))
            first++;
        while (first < end && !IsInside(end - 1))
            end--;
        return (first * inner * channels, end * inner * channels);

        bool IsInside(int tap) => (uint)(cell + (tap * axis.OffsetStep)) < (uint)axis.Source;
    }
}

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
