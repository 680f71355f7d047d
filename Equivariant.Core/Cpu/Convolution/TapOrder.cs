namespace Equivariant.Cpu;

/// <summary>
/// The order of the factors of a plain product: the taps of the first axis that has several, channels, the other taps. So the
/// taps at which a point sees padding only, along that axis, are the first and the last of its factors and can be left out.
/// </summary>
internal readonly struct TapOrder
{
    private readonly SweepAxis outer;
    private readonly int inner, points;

    /// <summary>The order for a sweep.</summary>
    public TapOrder(in Sweep sweep)
    {
        (outer, points) = sweep.D.Taps > 1 ? (sweep.D, sweep.D.Points) : sweep.H.Taps > 1 ? (sweep.H, sweep.H.Points)
            : (sweep.W, sweep.W.Points);
        Below = sweep.D.Taps > 1 ? sweep.H.Points * sweep.W.Points : sweep.H.Taps > 1 ? sweep.W.Points : 1;
        inner = sweep.Taps / Math.Max(1, outer.Taps);
    }

    /// <summary>Whether any point sees padding only at some taps.</summary>
    public bool Skips => !outer.StaysInside;

    /// <summary>Neighbouring points that lie alike on the axis.</summary>
    public int Below { get; }

    /// <summary>Points of an image, if the axis is its first one with several; else fewer.</summary>
    public int Points => points * Below;

    /// <summary>The place of a factor among those of some channels.</summary>
    public int PlaceOf(int channel, int tap, int channels) => (((tap / inner * channels) + channel) * inner) + (tap % inner);

    /// <summary>The points of an image, as far as the axis goes, at which a tap sees more than padding; there are
    /// <see cref="Below"/> for each.</summary>
    public (int First, int End) PointsOf(int tap)
    {
        var (axis, offset) = (outer, outer.First + outer.FirstOffset + (tap / inner * outer.OffsetStep));
        var (first, end) = (0, points);
        while (first < end && !IsInside(first))
            first++;
        while (first < end && !IsInside(end - 1))
            end--;
        return (first, end);

        bool IsInside(int point) => (uint)(offset + (point * axis.Step)) < (uint)axis.Source;
    }

    /// <summary>The factors of a point that see more than padding.</summary>
    public (int First, int End) FactorsOf(int point, int channels)
    {
        var axis = outer;
        var cell = outer.First + (point / Below % points * outer.Step) + outer.FirstOffset;
        var (first, end) = (0, outer.Taps);
        while (first < end && !IsInside(first))
            first++;
        while (first < end && !IsInside(end - 1))
            end--;
        return (first * inner * channels, end * inner * channels);

        bool IsInside(int tap) => (uint)(cell + (tap * axis.OffsetStep)) < (uint)axis.Source;
    }
}
