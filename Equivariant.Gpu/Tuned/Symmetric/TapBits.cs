namespace Equivariant.Gpu;

/// <summary>Which of nine taps meet a cell: a bit each, row by row.</summary>
internal static class TapBits
{
    /// <summary>The bits of taps that lie inside by their row and by their column, 1 or 0 each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int h0, int h1, int h2, int w0, int w1, int w2)
    {
        var row = w0 | (w1 << 1) | (w2 << 2);
        return (h0 * row) | ((h1 * row) << 3) | ((h2 * row) << 6);
    }
}
