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
