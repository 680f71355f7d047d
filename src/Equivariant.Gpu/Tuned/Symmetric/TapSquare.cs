using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;

namespace Equivariant.Gpu.Tuned;

/// <summary>What the nine taps of a 3×3 kernel meet at a point, row by row.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Nine<T> where T : unmanaged
{
    public T T0, T1, T2, T3, T4, T5, T6, T7, T8;
}

/// <summary>Where the nine taps of a point lie in a plane: a number for each row and each column, and a bit for each tap that
/// meets a cell.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TapSquare
{
    private int row0, row1, row2, column0, column1, column2, inside;

    /// <summary>The taps of an output point in the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TapSquare InInput(in ConvGeometry g, int h, int w, bool exists)
    {
        h = (h * g.Stride.H) - g.Padding.H;
        w = (w * g.Stride.W) - g.Padding.W;
        var (h1, w1) = (h + g.Dilation.H, w + g.Dilation.W);
        var (h2, w2) = (h1 + g.Dilation.H, w1 + g.Dilation.W);
        return new()
        {
            row0 = h * g.Input.W, row1 = h1 * g.Input.W, row2 = h2 * g.Input.W, column0 = w, column1 = w1, column2 = w2,
            inside = exists
                ? Inside(Bit(h, g.Input.H), Bit(h1, g.Input.H), Bit(h2, g.Input.H), Bit(w, g.Input.W), Bit(w1, g.Input.W),
                    Bit(w2, g.Input.W))
                : 0,
        };
    }

    /// <summary>The output points that meet a cell of the input by each tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TapSquare InOutput(in ConvGeometry g, int h, int w, bool exists)
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
                ? Inside(Bit(h, heights, sh), Bit(h1, heights, sh), Bit(h2, heights, sh), Bit(w, widths, sw), Bit(w1, widths, sw),
                    Bit(w2, widths, sw))
                : 0,
        };
    }

    /// <summary>What the taps meet in a plane of numbers; 0 outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nine<float> Load(TapSquare at, ArrayView<float> source, int plane) => new()
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nine<int> Load(TapSquare at, ArrayView<byte> source, int plane) => new()
    {
        T0 = Load(source, plane + at.row0 + at.column0, (at.inside & 1) != 0),
        T1 = Load(source, plane + at.row0 + at.column1, (at.inside & 2) != 0),
        T2 = Load(source, plane + at.row0 + at.column2, (at.inside & 4) != 0),
        T3 = Load(source, plane + at.row1 + at.column0, (at.inside & 8) != 0),
        T4 = Load(source, plane + at.row1 + at.column1, (at.inside & 16) != 0),
        T5 = Load(source, plane + at.row1 + at.column2, (at.inside & 32) != 0),
        T6 = Load(source, plane + at.row2 + at.column0, (at.inside & 64) != 0),
        T7 = Load(source, plane + at.row2 + at.column1, (at.inside & 128) != 0),
        T8 = Load(source, plane + at.row2 + at.column2, (at.inside & 256) != 0),
    };

    /// <summary>The same taps, none of which meets a cell unless <paramref name="exists"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TapSquare Where(TapSquare at, bool exists)
    {
        at.inside = exists ? at.inside : 0;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Load(ArrayView<byte> source, int at, bool isInside) => isInside ? source[at] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(int at, int size) => at >= 0 && at < size ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(int at, int size, int stride) => at >= 0 && at / stride < size && at % stride == 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inside(int h0, int h1, int h2, int w0, int w1, int w2)
    {
        var row = w0 | (w1 << 1) | (w2 << 2);
        return (h0 * row) | ((h1 * row) << 3) | ((h2 * row) << 6);
    }
}
