namespace Equivariant.Gpu;

/// <summary>A half turn: sums and differences of opposite taps.</summary>
internal readonly struct HalfTurn : IOrientedGroup
{
    public static int Products => 9;

    public static int Accumulators => 2;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, d) = (taps.Of(0), taps.Of(1));
        return new()
        {
            P0 = t.T4, P1 = t.T0 + t.T8, P2 = t.T1 + t.T7, P3 = t.T2 + t.T6, P4 = t.T3 + t.T5,
            P5 = d.T0 - d.T8, P6 = d.T1 - d.T7, P7 = d.T2 - d.T6, P8 = d.T3 - d.T5,
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Three(sums.A0, left, right, 0);
        sums.A0 = Quad.Two(sums.A0, left, right, 3);
        sums.A1 = Quad.Two(sums.A1, left, right, 5);
        sums.A1 = Quad.Two(sums.A1, left, right, 7);
        return sums;
    }
}

/// <summary>Quarter turns: two real characters, and a pair of complex ones by three real products.</summary>
internal readonly struct QuarterTurns : IOrientedGroup
{
    public static int Products => 11;

    public static int Accumulators => 5;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, b, c) = (taps.Of(0), taps.Of(1), taps.Of(2));
        var (d, e) = (taps.Of(3), taps.Of(4));
        return new()
        {
            P0 = t.T4, P1 = Opposites.Corners(t), P2 = Opposites.Edges(t),
            P3 = Opposites.AcrossCorners(b), P4 = b.T1 - b.T7 + (b.T3 - b.T5),
            P5 = c.T0 - c.T8, P6 = c.T1 - c.T7, P7 = d.T6 - d.T2, P8 = d.T3 - d.T5,
            P9 = Opposites.CrossCorners(e), P10 = Opposites.CrossEdges(e),
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Three(sums.A0, left, right, 0);
        sums.A1 = Quad.Two(sums.A1, left, right, 3);
        sums.A2 = Quad.Two(sums.A2, left, right, 5);
        sums.A3 = Quad.Two(sums.A3, left, right, 7);
        sums.A4 = Quad.Two(sums.A4, left, right, 9);
        return sums;
    }
}

/// <summary>Turns by 45°: two real characters, and three pairs of complex ones by three real products each.</summary>
internal readonly struct EighthTurns : IOrientedGroup
{
    private const float S = 1.41421356f, H = 0.707106781f;

    public static int Products => 12;

    public static int Accumulators => 11;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, b, c, d) = (taps.Of(0), taps.Of(1), taps.Of(2), taps.Of(3));
        var (e, f, g, h) = (taps.Of(4), taps.Of(5), taps.Of(6), taps.Of(7));
        var (i, j, k) = (taps.Of(8), taps.Of(9), taps.Of(10));
        return new()
        {
            P0 = t.T4, P1 = Opposites.Corners(t) + Opposites.Edges(t),
            P2 = b.T0 - b.T8 - (b.T2 - b.T6) + (S * (b.T3 - b.T5)),
            P3 = c.T0 - c.T8 + (H * (c.T1 - c.T7 + (c.T3 - c.T5))),
            P4 = d.T6 - d.T2 + (H * (d.T3 - d.T5 - (d.T1 - d.T7))),
            P5 = Opposites.CrossCorners(e) - Opposites.CrossEdges(e),
            P6 = Opposites.CrossCorners(f),
            P7 = -Opposites.CrossEdges(g),
            P8 = h.T0 - h.T8 + (h.T2 - h.T6) - (S * (h.T1 - h.T7)),
            P9 = i.T0 - i.T8 - (H * (i.T1 - i.T7 + (i.T3 - i.T5))),
            P10 = j.T2 - j.T6 + (H * (j.T3 - j.T5 - (j.T1 - j.T7))),
            P11 = Opposites.Corners(k) - Opposites.Edges(k),
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Two(sums.A0, left, right, 0);
        sums.A1 = Quad.One(sums.A1, left, right, 2);
        sums.A2 = Quad.One(sums.A2, left, right, 3);
        sums.A3 = Quad.One(sums.A3, left, right, 4);
        sums.A4 = Quad.One(sums.A4, left, right, 5);
        sums.A5 = Quad.One(sums.A5, left, right, 6);
        sums.A6 = Quad.One(sums.A6, left, right, 7);
        sums.A7 = Quad.One(sums.A7, left, right, 8);
        sums.A8 = Quad.One(sums.A8, left, right, 9);
        sums.A9 = Quad.One(sums.A9, left, right, 10);
        sums.A10 = Quad.One(sums.A10, left, right, 11);
        return sums;
    }
}
