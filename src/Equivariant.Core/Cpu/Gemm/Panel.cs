using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Gemm;

/// <summary>The product of many rows of a left operand with one packed panel of the right one.</summary>
internal static unsafe class Panel<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Rows that a result needs room for: those asked for, up to a whole tile.</summary>
    public static int PaddedRows(int rows) => (rows + Tile<TVector>.Rows - 1) / Tile<TVector>.Rows * Tile<TVector>.Rows;

    /// <summary>Vectors that hold <paramref name="columns"/> columns, at most a tile's.</summary>
    public static int VectorsFor(int columns) => Math.Min(Tile<TVector>.Vectors, (columns + TVector.Count - 1) / TVector.Count);

    /// <summary>c[i] (+)= Σ_k left[offsets[i] + steps[k]] · panel[k] for <paramref name="rows"/> rows i.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="offsets">Where each row starts in it.</param>
    /// <param name="steps">Where the k-th factor lies in a row.</param>
    /// <param name="count">Length of the sums.</param>
    /// <param name="panel">Right operand: <paramref name="vectors"/> vectors a k.</param>
    /// <param name="vectors">1, 2 or 3.</param>
    /// <param name="c">Result, with room for <see cref="PaddedRows"/> rows.</param>
    /// <param name="stride">Elements from row to row of the result.</param>
    /// <param name="add">Add to what the result holds.</param>
    public static void Multiply(
        int rows, float* left, int* offsets, int* steps, int count, float* panel, int vectors, float* c, int stride, bool add)
    {
        var pointers = stackalloc float*[8];
        for (var row = 0; row < rows;)
        {
            var tile = Tile<TVector>.RowsFor(rows - row);
            // Rows beyond the last repeat it, into room that nobody reads.
            for (var r = 0; r < tile; r++)
                pointers[r] = left + offsets[Math.Min(row + r, rows - 1)];
            Tile<TVector>.Run(count, pointers, tile, steps, panel, vectors, c + ((nint)row * stride), stride, add);
            row += tile;
        }
    }
}
