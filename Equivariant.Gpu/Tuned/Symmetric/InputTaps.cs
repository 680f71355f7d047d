namespace Equivariant.Gpu;

/// <summary>Where the nine taps of an output point lie in a plane of the input: the first, the steps down and across to the
/// next, and a bit for each tap that meets a cell.</summary>
internal struct InputTaps
{
    private int first, down, across, inside;

    public static InputTaps Of(in ConvGeometry g, int h, int w, bool exists)
    {
        h = (h * g.Stride.H) - g.Padding.H;
        w = (w * g.Stride.W) - g.Padding.W;
        var (h1, w1) = (h + g.Dilation.H, w + g.Dilation.W);
        var (h2, w2) = (h1 + g.Dilation.H, w1 + g.Dilation.W);
        return new()
        {
            first = (h * g.Input.W) + w, down = g.Dilation.H * g.Input.W, across = g.Dilation.W,
            inside = exists
                ? TapBits.Of(Bit(h, g.Input.H), Bit(h1, g.Input.H), Bit(h2, g.Input.H), Bit(w, g.Input.W), Bit(w1, g.Input.W),
                    Bit(w2, g.Input.W))
                : 0,
        };
    }

    /// <summary>What the taps meet in a plane; 0 outside, and nothing but that unless <paramref name="exists"/>.</summary>
    public static Patch3x3<float> Load(InputTaps at, ArrayView<float> source, int plane, bool exists)
    {
        var inside = exists ? at.inside : 0;
        var row0 = plane + at.first;
        var row1 = row0 + at.down;
        var row2 = row1 + at.down;
        return new()
        {
            T0 = Guarded.Load(source, row0, (inside & 1) != 0),
            T1 = Guarded.Load(source, row0 + at.across, (inside & 2) != 0),
            T2 = Guarded.Load(source, row0 + (2 * at.across), (inside & 4) != 0),
            T3 = Guarded.Load(source, row1, (inside & 8) != 0),
            T4 = Guarded.Load(source, row1 + at.across, (inside & 16) != 0),
            T5 = Guarded.Load(source, row1 + (2 * at.across), (inside & 32) != 0),
            T6 = Guarded.Load(source, row2, (inside & 64) != 0),
            T7 = Guarded.Load(source, row2 + at.across, (inside & 128) != 0),
            T8 = Guarded.Load(source, row2 + (2 * at.across), (inside & 256) != 0),
        };
    }

    private static int Bit(int at, int size) => at >= 0 && at < size ? 1 : 0;
}

/// <summary>What the nine taps of a 3×3 kernel meet at a point, row by row.</summary>
internal struct Patch3x3<T> where T : unmanaged
{
    public T T0, T1, T2, T3, T4, T5, T6, T7, T8;
}

/// <summary>Which of nine taps meet a cell: a bit each, row by row.</summary>
internal static class TapBits
{
    /// <summary>The bits of taps that lie inside by their row and by their column, 1 or 0 each.</summary>
    public static int Of(int h0, int h1, int h2, int w0, int w1, int w2)
    {
        var row = w0 | (w1 << 1) | (w2 << 2);
        return (h0 * row) | ((h1 * row) << 3) | ((h2 * row) << 6);
    }
}
