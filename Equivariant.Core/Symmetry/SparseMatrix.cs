namespace Equivariant;

/// <summary>A matrix in compressed rows (CSR): its numbers that are not 0, row by row.</summary>
internal sealed class SparseMatrix
{
    /// <summary>Keeps what is not 0 of a matrix, row by row.</summary>
    public SparseMatrix(double[] matrix, int columns)
    {
        (Rows, Columns) = (matrix.Length / columns, columns);
        int[] kept = [.. Enumerable.Range(0, matrix.Length).Where(i => matrix[i] != 0)];
        RowOffsets = [.. Enumerable.Range(0, Rows + 1).Select(row => kept.Count(i => i < row * columns))];
        ColumnIndices = [.. kept.Select(i => i % columns)];
        Values = [.. kept.Select(i => matrix[i])];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Where each row starts among the kept numbers, and where the last one ends.</summary>
    public int[] RowOffsets { get; }

    public int[] ColumnIndices { get; }

    public double[] Values { get; }

    public SparseMatrix Transposed()
    {
        var turned = new double[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var i = RowOffsets[row]; i < RowOffsets[row + 1]; i++)
                turned[(ColumnIndices[i] * Rows) + row] = Values[i];
        }
        return new(turned, Rows);
    }
}
