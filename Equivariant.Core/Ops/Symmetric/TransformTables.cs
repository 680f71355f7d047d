namespace Equivariant;

/// <summary>A <see cref="GroupTransform"/> in the memory of a device, for the kernels of <see cref="StagedConvOp"/>: all its whole
/// numbers in one table, all its factors in another.</summary>
internal sealed class TransformTables : IDisposable
{
    private readonly Dictionary<(Volume Input, Volume Dilation), Tensor> offsets = [];
    private readonly Lock gate = new();
    private readonly SparseMatrix taps;
    private readonly Volume kernel;
    private readonly Device device;

    public TransformTables(GroupTransform transform, Volume kernel, DType dtype, Device device)
    {
        (Transform, this.kernel, this.device) = (transform, kernel, device);
        taps = new(transform.InputTransform, transform.Cells);
        var (whole, factors) = (new List<int>(), new List<double>());
        for (var product = 0; product < transform.Products; product++)
        {
            var accumulator = transform.AccumulatorOf[product];
            var start = transform.ProductOffsets[accumulator];
            whole.AddRange([start, transform.ProductOffsets[accumulator + 1] - start]);
        }
        Rows Add(SparseMatrix matrix)
        {
            var rows = new Rows(whole.Count, whole.Count + matrix.RowOffsets.Length, factors.Count);
            whole.AddRange(matrix.RowOffsets);
            whole.AddRange(matrix.ColumnIndices);
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
        Whole = Tensor.From<int>([.. whole], [whole.Count], device);
        try
        {
            Factors = Tensor.FromDoubles([.. factors], [factors.Count], dtype, device);
        }
        catch
        {
            Whole.Dispose();
            throw;
        }
    }

    public GroupTransform Transform { get; }

    /// <summary>Where what lies in the tables.</summary>
    public TransformLayout Layout { get; }

    /// <summary>Whole numbers: for each product the first one of its accumulator and their number, then matrices.</summary>
    public Tensor Whole { get; }

    /// <summary>Factors.</summary>
    public Tensor Factors { get; }

    /// <summary>For each tap of each product, in the order of the table, how far it lies from the first tap of a window.</summary>
    /// <param name="g">The convolution; an input that needs no padding.</param>
    public Tensor Offsets(in ConvGeometry g)
    {
        var key = (g.Input, g.Dilation);
        lock (gate)
        {
            if (!offsets.TryGetValue(key, out var found))
                offsets[key] = found = Tensor.From<int>([.. taps.ColumnIndices.Select(tap => Offset(tap, key.Input, key.Dilation))], [taps.ColumnIndices.Length], device);
            return found;
        }
    }

    public void Dispose()
    {
        Whole.Dispose();
        Factors.Dispose();
        foreach (var table in offsets.Values)
            table.Dispose();
    }

    private int Offset(int tap, Volume input, Volume dilation)
    {
        var at = Cell.Of(tap, kernel);
        return (((at.D * dilation.D * input.H) + (at.H * dilation.H)) * input.W) + (at.W * dilation.W);
    }
}

/// <summary>Where the rows of a matrix lie in the tables: their starts, the places of their factors, and the factors.</summary>
internal readonly record struct Rows(int RowOffsets, int ColumnIndices, int Values);

/// <summary>The sizes of a transform, and where its parts lie in <see cref="TransformTables"/>.</summary>
internal readonly record struct TransformLayout
{
    public int Products { get; init; }

    public int Accumulators { get; init; }

    public int Copies { get; init; }

    /// <summary>Products × taps.</summary>
    public Rows Taps { get; init; }

    /// <summary>Taps × products.</summary>
    public Rows TapsTransposed { get; init; }

    /// <summary>Products × parameters.</summary>
    public Rows ToProducts { get; init; }

    /// <summary>Parameters × products.</summary>
    public Rows ToParameters { get; init; }

    /// <summary>Copies × accumulators.</summary>
    public Rows Combine { get; init; }

    /// <summary>The same, with its zeros.</summary>
    public int DenseCombine { get; init; }
}
