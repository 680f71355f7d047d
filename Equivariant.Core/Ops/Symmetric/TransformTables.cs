namespace Equivariant;

/// <summary>A <see cref="GroupTransform"/> for the kernels of <see cref="StagedConvOp"/>: all its whole numbers in one table, all
/// its factors in another.</summary>
internal sealed class TransformTables
{
    private readonly List<int> integers = [];
    private readonly List<double> factors = [];
    private readonly SparseMatrix taps;

    public TransformTables(GroupTransform transform)
    {
        taps = new(transform.InputTransform, transform.Cells);
        foreach (var accumulator in transform.AccumulatorOf)
        {
            var start = transform.ProductOffsets[accumulator];
            integers.AddRange([start, transform.ProductOffsets[accumulator + 1] - start]);
        }
        Layout = new(transform.Products, transform.Accumulators, transform.Copies, Add(taps), Add(taps.Transposed()),
            Add(transform.ToProducts), Add(transform.ToParameters),
            Add(new SparseMatrix(transform.OutputTransform, transform.Accumulators)), factors.Count);
        factors.AddRange(transform.OutputTransform);
    }

    /// <summary>Where what lies in the tables.</summary>
    public TransformLayout Layout { get; }

    /// <summary>On the device, whole numbers: for each product the first one of its accumulator and their number, then
    /// matrices.</summary>
    public Tensor Integers(IndexTables tables) =>
        tables.Derived(typeof(TransformTables), () => Tensor.From<int>([.. integers], [integers.Count], tables.Device));

    /// <summary>On the device.</summary>
    public Tensor Factors(IndexTables tables, DType dtype) => tables.Derived((typeof(TransformTables), dtype), () =>
        Tensor.FromDoubles([.. factors], [factors.Count], dtype, tables.Device));

    /// <summary>On the device, for each tap of each product, in the order of the table, how far it lies from the first tap of a
    /// window in an input of a size.</summary>
    public Tensor Offsets(IndexTables tables, Volume kernel, Volume input, Volume dilation) =>
        tables.Derived((typeof(TransformTables), kernel, input, dilation), () =>
        {
            var offsets = Array.ConvertAll(taps.ColumnIndices, tap =>
            {
                var at = Cell.Of(tap, kernel);
                return (((at.D * dilation.D * input.H) + (at.H * dilation.H)) * input.W) + (at.W * dilation.W);
            });
            return Tensor.From<int>(offsets, [offsets.Length], tables.Device);
        });

    private CsrMatrix Add(SparseMatrix matrix)
    {
        var rows = new CsrMatrix(integers.Count, integers.Count + matrix.RowOffsets.Length, factors.Count);
        integers.AddRange(matrix.RowOffsets);
        integers.AddRange(matrix.ColumnIndices);
        factors.AddRange(matrix.Values);
        return rows;
    }
}

/// <summary>Where a matrix in compressed rows (CSR) lies in the tables: row offsets, column indices, values.</summary>
internal readonly record struct CsrMatrix(int RowOffsets, int ColumnIndices, int Values);

/// <summary>The sizes of a transform, and where its parts lie in <see cref="TransformTables"/>.</summary>
/// <param name="Products">Number of products.</param>
/// <param name="Accumulators">Number of accumulators.</param>
/// <param name="Copies">Number of copies.</param>
/// <param name="Taps">Products × taps.</param>
/// <param name="TapsTransposed">Taps × products.</param>
/// <param name="ToProducts">Products × parameters.</param>
/// <param name="ToParameters">Parameters × products.</param>
/// <param name="Combine">Copies × accumulators.</param>
/// <param name="DenseCombine">The same, with its zeros.</param>
internal readonly record struct TransformLayout(
    int Products, int Accumulators, int Copies, CsrMatrix Taps, CsrMatrix TapsTransposed, CsrMatrix ToProducts,
    CsrMatrix ToParameters, CsrMatrix Combine, int DenseCombine);
