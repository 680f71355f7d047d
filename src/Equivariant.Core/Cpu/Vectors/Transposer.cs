using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Equivariant.Cpu.Vectors;

/// <summary>Turns rows into columns, four by four in registers.</summary>
internal static unsafe class Transposer
{
    /// <summary>to[j][i] = from[i][j].</summary>
    /// <param name="from">Source.</param>
    /// <param name="fromStride">Elements from row to row of the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="to">Result.</param>
    /// <param name="toStride">Elements from row to row of the result.</param>
    public static void Run(float* from, nint fromStride, int rows, int columns, float* to, nint toStride)
    {
        // Columns outside: rows of the result are completed one after the other, which matters where they lie far apart.
        var column = 0;
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
