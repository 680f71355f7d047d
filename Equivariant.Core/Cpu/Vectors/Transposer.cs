using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Equivariant.Cpu;

/// <summary>Turns rows into columns, eight by eight or four by four in registers.</summary>
internal static unsafe class Transposer
{
    /// <summary>to[j][i] = from[i][j].</summary>
    /// <param name="from">Source.</param>
    /// <param name="fromStride">Elements from row to row of the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="to">Result.</param>
    /// <param name="toStride">Elements from row to row of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* from, nint fromStride, int rows, int columns, float* to, nint toStride)
    {
        if (columns == 1 && fromStride == 1)
        {
            Strip.Copy(from, to, rows);
            return;
        }
        // Columns outside: rows of the result are completed one after the other, which matters where they lie far apart.
        var column = 0;
        for (; Avx.IsSupported && column <= columns - 8; column += 8)
        {
            var row = 0;
            for (; row <= rows - 8; row += 8)
                EightByEight(from + (row * fromStride) + column, fromStride, to + (column * toStride) + row, toStride);
            if (row <= rows - 4)
            {
                FourByFour(from + (row * fromStride) + column, fromStride, to + (column * toStride) + row, toStride);
                FourByFour(from + (row * fromStride) + column + 4, fromStride, to + ((column + 4) * toStride) + row, toStride);
                row += 4;
            }
            Rest(from, fromStride, row, rows, column, column + 8, to, toStride);
        }
        for (; column <= columns - 4; column += 4)
        {
            var row = 0;
            for (; row <= rows - 4; row += 4)
                FourByFour(from + (row * fromStride) + column, fromStride, to + (column * toStride) + row, toStride);
            Rest(from, fromStride, row, rows, column, column + 4, to, toStride);
        }
        Rest(from, fromStride, 0, rows, column, columns, to, toStride);
    }

    private static void Rest(float* from, nint fromStride, int row, int rows, int column, int columns, float* to, nint toStride)
    {
        for (; row < rows; row++)
        {
            for (var c = column; c < columns; c++)
                to[(c * toStride) + row] = from[(row * fromStride) + c];
        }
    }

    /// <summary>Halves of two rows four apart meet when they are loaded, which leaves two shuffles a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightByEight(float* from, nint fromStride, float* to, nint toStride)
    {
        var below = from + (4 * fromStride);
        nint row1 = fromStride, row2 = 2 * fromStride, row3 = 3 * fromStride;
        var (a0, a4) = (Halves(from, below), Halves(from + 4, below + 4));
        var (a1, a5) = (Halves(from + row1, below + row1), Halves(from + row1 + 4, below + row1 + 4));
        var (a2, a6) = (Halves(from + row2, below + row2), Halves(from + row2 + 4, below + row2 + 4));
        var (a3, a7) = (Halves(from + row3, below + row3), Halves(from + row3 + 4, below + row3 + 4));
        FourColumns(a0, a1, a2, a3, to, toStride);
        FourColumns(a4, a5, a6, a7, to + (4 * toStride), toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* first, float* second) =>
        Vector256.Create(Vector128.Load(first), Vector128.Load(second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to, nint stride)
    {
        var (ac0, ac1) = (Avx.UnpackLow(a, c), Avx.UnpackHigh(a, c));
        var (bd0, bd1) = (Avx.UnpackLow(b, d), Avx.UnpackHigh(b, d));
        Avx.UnpackLow(ac0, bd0).Store(to);
        Avx.UnpackHigh(ac0, bd0).Store(to + stride);
        Avx.UnpackLow(ac1, bd1).Store(to + (2 * stride));
        Avx.UnpackHigh(ac1, bd1).Store(to + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourByFour(float* from, nint fromStride, float* to, nint toStride)
    {
        var a = Vector128.Load(from);
        var b = Vector128.Load(from + fromStride);
        var c = Vector128.Load(from + (2 * fromStride));
        var d = Vector128.Load(from + (3 * fromStride));
        // Two packs of cards dealt into one, twice.
        var (ac0, ac1, bd0, bd1) = (Low(a, c), High(a, c), Low(b, d), High(b, d));
        Low(ac0, bd0).Store(to);
        High(ac0, bd0).Store(to + toStride);
        Low(ac1, bd1).Store(to + (2 * toStride));
        High(ac1, bd1).Store(to + (3 * toStride));
    }

    /// <summary>a0 b0 a1 b1.</summary>
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3.</summary>
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
