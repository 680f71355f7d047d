namespace Equivariant.Cpu;

/// <summary>
/// The order of the factors of a plain product: the taps of the first axis that has several, channels, the other taps. So the
/// taps at which a pixel sees padding only, along that axis, are the first and the last of its factors and can be left out.
/// </summary>
internal readonly struct TapOrder
{
    private readonly OutputAxis outer;
    private readonly int inner, pixels;

    /// <summary>The order for a output grid.</summary>
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
