namespace Equivariant.Cpu;

/// <summary>A matrix times the numbers of each kernel, as many kernels at a time as a vector has lanes. Indices are such bundles
/// of kernels.</summary>
internal readonly unsafe struct ParameterTransform<TVector>(
    CpuMemoryPool pool, SparseMatrix matrix, int kernels, float* from, float* to) : IRange
    where TVector : struct, IVector<TVector>
{
    /// <summary>Number of indices.</summary>
    public int Count => (kernels + TVector.Count - 1) / TVector.Count;

    public void Run(int start, int end)
    {
        using var given = new Rented<float>(pool, matrix.Columns * TVector.Count);
        using var made = new Rented<float>(pool, matrix.Rows * TVector.Count);
        // Lanes without a kernel are multiplied as well.
        new Span<float>(given.Start, matrix.Columns * TVector.Count).Clear();
        for (var bundle = start; bundle < end; bundle++)
        {
            var kernel = bundle * TVector.Count;
            var lanes = Math.Min(TVector.Count, kernels - kernel);
            Transposer.Run(
                from + ((nint)kernel * matrix.Columns), matrix.Columns, lanes, matrix.Columns, given.Start, TVector.Count);
            Multiply(given.Start, made.Start);
            Transposer.Run(made.Start, TVector.Count, matrix.Rows, lanes, to + ((nint)kernel * matrix.Rows), matrix.Rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* given, float* made)
    {
        var (starts, places, factors) = (matrix.RowOffsets, matrix.ColumnIndices, matrix.Values);
        for (var row = 0; row < matrix.Rows; row++, made += TVector.Count)
        {
            var sum = TVector.Fill(0);
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var factor = TVector.Fill((float)factors[i]);
                sum = TVector.MultiplyAdd(factor, TVector.Load(given + (places[i] * TVector.Count)), sum);
            }
            TVector.Store(sum, made);
        }
    }
}
