using System.Runtime.Intrinsics;

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
        var row = 0;
        for (; row <= rows - 4; row += 4)
        {
            var source = from + (row * fromStride);
            var column = 0;
            for (; column <= columns - 4; column += 4)
                FourByFour(source + column, fromStride, to + (column * toStride) + row, toStride);
            for (; column < columns; column++)
            {
                for (var r = 0; r < 4; r++)
                    to[(column * toStride) + row + r] = source[(r * fromStride) + column];
            }
        }
        for (; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                to[(column * toStride) + row] = from[(row * fromStride) + column];
        }
    }

    private static void FourByFour(float* from, nint fromStride, float* to, nint toStride)
    {
        var a = Vector128.Load(from);
        var b = Vector128.Load(from + fromStride);
        var c = Vector128.Load(from + (2 * fromStride));
        var d = Vector128.Load(from + (3 * fromStride));
        // Pairs of rows side by side, dealt out like two packs of cards, twice.
        var ac = Deal(a, c);
        var bd = Deal(b, d);
        var first = Deal(ac.GetLower(), bd.GetLower());
        var second = Deal(ac.GetUpper(), bd.GetUpper());
        first.GetLower().Store(to);
        first.GetUpper().Store(to + toStride);
        second.GetLower().Store(to + (2 * toStride));
        second.GetUpper().Store(to + (3 * toStride));
    }

    /// <summary>a0 b0 a1 b1 a2 b2 a3 b3.</summary>
    private static Vector256<float> Deal(Vector128<float> a, Vector128<float> b) =>
        Vector256.Shuffle(Vector256.Create(a, b), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
}
