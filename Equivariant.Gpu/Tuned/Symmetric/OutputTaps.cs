namespace Equivariant.Gpu;

/// <summary>Where the output points lie in a plane that meet a cell of the input by each of the nine taps: a number for each row
/// and each column, and a bit for each tap by which one does.</summary>
internal struct OutputTaps
{
    private int row0, row1, row2, column0, column1, column2, inside;

    public static OutputTaps Of(in ConvGeometry g, int h, int w, bool exists)
    {
        h += g.Padding.H;
        w += g.Padding.W;
        var (h1, w1) = (h - g.Dilation.H, w - g.Dilation.W);
        var (h2, w2) = (h1 - g.Dilation.H, w1 - g.Dilation.W);
        var (sh, sw, heights, widths) = (g.Stride.H, g.Stride.W, g.Output.H, g.Output.W);
        return new()
        {
            row0 = h / sh * widths, row1 = h1 / sh * widths, row2 = h2 / sh * widths,
            column0 = w / sw, column1 = w1 / sw, column2 = w2 / sw,
            inside = exists
                ? TapBits.Of(Bit(h, heights, sh), Bit(h1, heights, sh), Bit(h2, heights, sh), Bit(w, widths, sw),
                    Bit(w1, widths, sw), Bit(w2, widths, sw))
                : 0,
        };
    }

    /// <summary>What the taps meet in a plane of numbers; 0 outside.</summary>
    public static Patch3x3<float> Load(OutputTaps at, ArrayView<float> source, int plane) => new()
    {
        T0 = Guarded.Load(source, plane + at.row0 + at.column0, (at.inside & 1) != 0),
        T1 = Guarded.Load(source, plane + at.row0 + at.column1, (at.inside & 2) != 0),
        T2 = Guarded.Load(source, plane + at.row0 + at.column2, (at.inside & 4) != 0),
        T3 = Guarded.Load(source, plane + at.row1 + at.column0, (at.inside & 8) != 0),
        T4 = Guarded.Load(source, plane + at.row1 + at.column1, (at.inside & 16) != 0),
        T5 = Guarded.Load(source, plane + at.row1 + at.column2, (at.inside & 32) != 0),
        T6 = Guarded.Load(source, plane + at.row2 + at.column0, (at.inside & 64) != 0),
        T7 = Guarded.Load(source, plane + at.row2 + at.column1, (at.inside & 128) != 0),
        T8 = Guarded.Load(source, plane + at.row2 + at.column2, (at.inside & 256) != 0),
    };

    /// <summary>What the taps meet in a plane of bytes; 0 outside.</summary>
    public static Patch3x3<int> Load(OutputTaps at, ArrayView<byte> source, int plane) => new()
    {
        T0 = Guarded.Load(source, plane + at.row0 + at.column0, (at.inside & 1) != 0),
        T1 = Guarded.Load(source, plane + at.row0 + at.column1, (at.inside & 2) != 0),
        T2 = Guarded.Load(source, plane + at.row0 + at.column2, (at.inside & 4) != 0),
        T3 = Guarded.Load(source, plane + at.row1 + at.column0, (at.inside & 8) != 0),
        T4 = Guarded.Load(source, plane + at.row1 + at.column1, (at.inside & 16) != 0),
        T5 = Guarded.Load(source, plane + at.row1 + at.column2, (at.inside & 32) != 0),
        T6 = Guarded.Load(source, plane + at.row2 + at.column0, (at.inside & 64) != 0),
        T7 = Guarded.Load(source, plane + at.row2 + at.column1, (at.inside & 128) != 0),
        T8 = Guarded.Load(source, plane + at.row2 + at.column2, (at.inside & 256) != 0),
    };

    /// <summary>The same taps, none of which meets a cell unless <paramref name="exists"/>.</summary>
    public static OutputTaps Where(OutputTaps at, bool exists)
    {
        at.inside = exists ? at.inside : 0;
        return at;
    }

    private static int Bit(int at, int size, int stride) => at >= 0 && at / stride < size && at % stride == 0 ? 1 : 0;
}
