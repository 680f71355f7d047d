using System.Runtime.Intrinsics.X86;

namespace Equivariant.Cpu;

/// <summary>A packed strip of the right operand, as wide as a tile or less,
/// and its product with many rows of a left operand.</summary>
internal readonly unsafe struct Panel<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Numbers in a cache line.</summary>
    private const int CacheLine = 16;

    /// <summary>The packed numbers.</summary>
    public required float* Start { get; init; }

    /// <summary>Elements from k to k.</summary>
    public required int Stride { get; init; }

    /// <summary>Columns in use: whole vectors of them are read.</summary>
    public required int Columns { get; init; }

    /// <summary>Length of the sums.</summary>
    public required int Count { get; init; }

    /// <summary>Length of a table of offsets for so many rows: the last tile reads beyond them.</summary>
    public static int ScratchSize(int rows) => rows + MicroKernel<TVector>.MostRows;

    /// <summary>Fills the table behind the offsets of its rows with a valid one; nobody reads what comes of it.</summary>
    public static void Extend(int* offsets, int rows)
    {
        for (var row = rows; row < ScratchSize(rows); row++)
            offsets[row] = offsets[0];
    }

    /// <summary>
    /// c[i] (+)= bias[i] + Σ_k left[offsets[i] + steps[k]] · panel[k], exactly <paramref name="rows"/> rows and
    /// <see cref="Columns"/> columns.
    /// </summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="offsets">Where each row starts in it; a whole tile of them is read, see <see cref="ScratchSize"/>.</param>
    /// <param name="steps">Where the k-th factor lies in a row.</param>
    /// <param name="c">Result.</param>
    /// <param name="stride">Elements from row to row of the result.</param>
    /// <param name="add">Add to what the result holds.</param>
    /// <param name="bias">A number per row, in pooled memory, or null.</param>
    /// <param name="ranges">For each row the first k to take and the one after the last; null for all.</param>
    [SkipLocalsInit]
    public void Multiply(
        int rows, float* left, int* offsets, int* steps, float* c, nint stride, bool add, float* bias = null, int* ranges = null)
    {
        var spare = stackalloc float[MicroKernel<TVector>.MostRows * MicroKernel<TVector>.Columns];
        var vectors = (Columns + TVector.Count - 1) / TVector.Count;
        var wholeVectors = Columns == vectors * TVector.Count;
        for (var row = 0; row < rows;)
        {
            var tile = MicroKernel<TVector>.RowsFor(rows - row);
            var biasHere = bias == null ? null : bias + row;
            var to = c + (row * stride);
            var (first, end) = ranges == null ? (0, Count) : Union(ranges + (2 * row), Math.Min(tile, rows - row));
            var right = Start + ((nint)first * Stride);
            if (wholeVectors && tile <= rows - row)
            {
                FetchResult(to, tile, stride);
                MicroKernel<TVector>.Run(
                    tile, vectors, end - first, left, offsets + row, steps + first, right, Stride, to, stride, add, biasHere);
            }
            else
            {
                MicroKernel<TVector>.Run(
                    tile, vectors, end - first, left, offsets + row, steps + first, right, Stride, spare,
                    MicroKernel<TVector>.Columns, false, biasHere);
                CopyOut(spare, Math.Min(tile, rows - row), to, stride, add);
            }
            row += tile;
        }
    }

    private static (int First, int End) Union(int* ranges, int rows)
    {
        var (first, end) = (ranges[0], ranges[1]);
        for (var row = 1; row < rows; row++)
            (first, end) = (Math.Min(first, ranges[2 * row]), Math.Max(end, ranges[(2 * row) + 1]));
        return (first, end);
    }

    /// <summary>The result is needed when the sums are done: by then it has come.</summary>
    private void FetchResult(float* c, int rows, nint stride)
    {
        for (var row = 0; row < rows; row++, c += stride)
        {
            for (var column = 0; Sse.IsSupported && column < Columns; column += CacheLine)
                Sse.Prefetch0(c + column);
        }
    }

    private void CopyOut(float* spare, int rows, float* c, nint stride, bool add)
    {
        for (var row = 0; row < rows; row++)
        {
            var from = spare + (row * MicroKernel<TVector>.Columns);
            if (add)
                Strip.AddTo(from, c + (row * stride), Columns);
            else
                Strip.Copy(from, c + (row * stride), Columns);
        }
    }
}

/// <summary>Columns of a matrix, in whole vectors, cut into panels of two or three vectors where there are as many.</summary>
internal readonly struct ColumnPanels<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Cuts <paramref name="columns"/>, which are rounded up to whole vectors.</summary>
    public ColumnPanels(int columns) => Columns = (columns + TVector.Count - 1) / TVector.Count * TVector.Count;

    /// <summary>Columns in whole vectors.</summary>
    public int Columns { get; }

    /// <summary>Number of panels.</summary>
    public int Count => ((Columns / TVector.Count) + MicroKernel<TVector>.Vectors - 1) / MicroKernel<TVector>.Vectors;

    /// <summary>First column of a panel; of panel <see cref="Count"/> the number of columns. Widths differ by one vector at
    /// most: two and two rather than three and one.</summary>
    public int Start(int panel) => (int)((long)panel * (Columns / TVector.Count) / Count) * TVector.Count;

    /// <summary>Columns of a panel.</summary>
    public int Width(int panel) => Start(panel + 1) - Start(panel);
}
