namespace Equivariant;

/// <summary>A <see cref="GroupTransform"/> in the memory of a device, for the kernels of <see cref="StagedConvOp"/>: all its
/// whole numbers in one table, all its factors in another.</summary>
internal sealed class TransformTables : IDisposable
{
    private readonly SparseMatrix taps;

    public TransformTables(GroupTransform transform, DType dtype, Device device)
    {
        taps = new(transform.InputTransform, transform.Cells);
        var (integers, factors) = (new List<int>(), new List<double>());
        for (var product = 0; product < transform.Products; product++)
        {
            var accumulator = transform.AccumulatorOf[product];
            var start = transform.ProductOffsets[accumulator];
            integers.AddRange([start, transform.ProductOffsets[accumulator + 1] - start]);
        }
        CsrMatrix Add(SparseMatrix matrix)
        {
            var rows = new CsrMatrix(integers.Count, integers.Count + matrix.RowOffsets.Length, factors.Count);
            integers.AddRange(matrix.RowOffsets);
            integers.AddRange(matrix.ColumnIndices);
            factors.AddRange(matrix.Values);
            return rows;
        }
        Layout = new()
        {
            Products = transform.Products, Accumulators = transform.Accumulators, Copies = transform.Copies,
            Taps = Add(taps), TapsTransposed = Add(taps.Transposed()),
            ToProducts = Add(transform.ToProducts), ToParameters = Add(transform.ToParameters),
            Combine = Add(new SparseMatrix(transform.OutputTransform, transform.Accumulators)), DenseCombine = factors.Count,
        };
        factors.AddRange(transform.OutputTransform);
        Integers = Tensor.From<int>([.. integers], [integers.Count], device);
        try
        {
            Factors = Tensor.FromDoubles([.. factors], [factors.Count], dtype, device);
        }
        catch
        {
            Integers.Dispose();
            throw;
        }
    }

    /// <summary>Where what lies in the tables.</summary>
    public TransformLayout Layout { get; }

    /// <summary>Whole numbers: for each product the first one of its accumulator and their number, then matrices.</summary>
    public Tensor Integers { get; }

    /// <summary>Factors.</summary>
    public Tensor Factors { get; }

    /// <summary>For each tap of each product, in the order of the table, how far it lies from the first tap of a
    /// window.</summary>
    public Tensor Offsets(TapOffsets of, IndexTables tables)
    {
        var offsets = Array.ConvertAll(taps.ColumnIndices, tap =>
        {
            var at = Cell.Of(tap, of.Kernel);
            return (((at.D * of.Dilation.D * of.Input.H) + (at.H * of.Dilation.H)) * of.Input.W) + (at.W * of.Dilation.W);
        });
        return Tensor.From<int>(offsets, [offsets.Length], tables.Device);
    }

    public void Dispose()
    {
        Integers.Dispose();
        Factors.Dispose();
    }
}

/// <summary>What the offsets of a window's taps depend on.</summary>
/// <param name="Kernel">Sizes of the kernel.</param>
/// <param name="Input">Sizes of an input that needs no padding.</param>
/// <param name="Dilation">The dilation.</param>
internal readonly record struct TapOffsets(Volume Kernel, Volume Input, Volume Dilation);

/// <summary>Where a matrix in compressed rows (CSR) lies in the tables: row offsets, column indices, values.</summary>
internal readonly record struct CsrMatrix(int RowOffsets, int ColumnIndices, int Values);

/// <summary>The sizes of a transform, and where its parts lie in <see cref="TransformTables"/>.</summary>
internal readonly record struct TransformLayout
{
    public int Products { get; init; }

    public int Accumulators { get; init; }

    public int Copies { get; init; }

    /// <summary>Products × taps.</summary>
    public CsrMatrix Taps { get; init; }

    /// <summary>Taps × products.</summary>
    public CsrMatrix TapsTransposed { get; init; }

    /// <summary>Products × parameters.</summary>
    public CsrMatrix ToProducts { get; init; }

    /// <summary>Parameters × products.</summary>
    public CsrMatrix ToParameters { get; init; }

    /// <summary>Copies × accumulators.</summary>
    public CsrMatrix Combine { get; init; }

    /// <summary>The same, with its zeros.</summary>
    public int DenseCombine { get; init; }
}
