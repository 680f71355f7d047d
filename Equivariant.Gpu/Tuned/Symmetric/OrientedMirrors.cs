namespace Equivariant.Gpu;

/// <summary>The mirror that swaps left and right.</summary>
internal readonly struct HorizontalMirror : IOrientedGroup
{
    public static int Products => 9;

    public static int Accumulators => 2;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, d) = (taps.Of(0), taps.Of(1));
        return new()
        {
            P0 = t.T4, P1 = t.T0 + t.T2, P2 = t.T3 + t.T5, P3 = t.T6 + t.T8, P4 = t.T1, P5 = t.T7,
            P6 = d.T0 - d.T2, P7 = d.T3 - d.T5, P8 = d.T6 - d.T8,
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Three(sums.A0, left, right, 0);
        sums.A0 = Quad.Three(sums.A0, left, right, 3);
        sums.A1 = Quad.Three(sums.A1, left, right, 6);
        return sums;
    }
}

/// <summary>The mirror that swaps top and bottom.</summary>
internal readonly struct VerticalMirror : IOrientedGroup
{
    public static int Products => 9;

    public static int Accumulators => 2;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, d) = (taps.Of(0), taps.Of(1));
        return new()
        {
            P0 = t.T4, P1 = t.T0 + t.T6, P2 = t.T1 + t.T7, P3 = t.T2 + t.T8, P4 = t.T3, P5 = t.T5,
            P6 = d.T0 - d.T6, P7 = d.T1 - d.T7, P8 = d.T2 - d.T8,
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right) =>
        HorizontalMirror.Add(sums, left, right);
}

/// <summary>Both mirrors, with or without the half turn: four real characters.</summary>
internal readonly struct BothMirrors : IOrientedGroup
{
    public static int Products => 9;

    public static int Accumulators => 4;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, b, c, d) = (taps.Of(0), taps.Of(1), taps.Of(2), taps.Of(3));
        return new()
        {
            P0 = t.T4, P1 = Opposites.Corners(t), P2 = t.T1 + t.T7, P3 = t.T3 + t.T5,
            P4 = Opposites.DownCorners(b), P5 = b.T1 - b.T7, P6 = Opposites.AcrossCorners(c), P7 = c.T3 - c.T5,
            P8 = Opposites.CrossCorners(d),
        };
    }

    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Two(sums.A0, left, right, 0);
        sums.A0 = Quad.Two(sums.A0, left, right, 2);
        sums.A1 = Quad.Two(sums.A1, left, right, 4);
        sums.A2 = Quad.Two(sums.A2, left, right, 6);
        sums.A3 = Quad.One(sums.A3, left, right, 8);
        return sums;
    }
}

/// <summary>Turns and mirrors of the square: four real characters and the pairs of one two-dimensional representation.</summary>
internal readonly struct SquareSymmetries : IOrientedGroup
{
    public static int Products => 13;

    public static int Accumulators => 7;

    public static Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps
    {
        var (t, b, c) = (taps.Of(0), taps.Of(1), taps.Of(2));
        var (d, e, f, g) = (taps.Of(3), taps.Of(4), taps.Of(5), taps.Of(6));
        return new()
        {
            P0 = t.T4, P1 = Opposites.Corners(t), P2 = Opposites.Edges(t),
            P3 = Opposites.CrossCorners(b), P4 = Opposites.CrossEdges(c),
            P5 = -Opposites.AcrossCorners(d), P6 = d.T5 - d.T3, P7 = Opposites.DownCorners(e), P8 = e.T1 - e.T7,
            P9 = -Opposites.AcrossCorners(f), P10 = f.T5 - f.T3, P11 = Opposites.DownCorners(g), P12 = g.T1 - g.T7,
        };
    }

    /// <summary>Four products take the same of the taps as four others, and read it there.</summary>
    public static Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right)
    {
        sums.A0 = Quad.Three(sums.A0, left, right, 0);
        sums.A1 = Quad.One(sums.A1, left, right, 3);
        sums.A2 = Quad.One(sums.A2, left, right, 4);
        sums.A3 = Quad.One(sums.A3, left, right, 5);
        sums.A5 = Quad.One(sums.A5, left, right, 9, 5);
        sums.A3 = Quad.One(sums.A3, left, right, 6);
        sums.A5 = Quad.One(sums.A5, left, right, 10, 6);
        sums.A4 = Quad.One(sums.A4, left, right, 7);
        sums.A6 = Quad.One(sums.A6, left, right, 11, 7);
        sums.A4 = Quad.One(sums.A4, left, right, 8);
        sums.A6 = Quad.One(sums.A6, left, right, 12, 8);
        return sums;
    }
}
