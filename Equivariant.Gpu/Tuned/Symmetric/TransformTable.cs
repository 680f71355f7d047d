namespace Equivariant.Gpu;

/// <summary>What the kernels look up of a <see cref="GroupTransform"/> of a 3×3 kernel, in one table on the device: the output
/// transform [copy, accumulator], the filter transform [product, parameter], and the accumulator of each product.</summary>
internal static class TransformTable
{
    /// <summary>Numbers from copy to copy of the output transform.</summary>
    public const int CopyPitch = 12;

    public const int OutputCount = MostCopies * CopyPitch;

    public const int Cells = 9;

    private const int MostCopies = 8, FilterCount = Products.Most * Cells;

    /// <summary>The table of a map's transform, made when first asked for.</summary>
    public static ArrayView<float> Of(GpuDevice device, IndexTables tables) =>
        device.View<float>(tables.Derived(typeof(TransformTable), () => Upload(tables)));

    /// <summary>Copies the output transform to shared memory, by the threads of a group.</summary>
    public static void LoadOutput(ArrayView<float> table, ArrayView<float> combine, int lane)
    {
        if (lane < OutputCount)
            combine[lane] = table[lane];
    }

    /// <summary>How often a product takes a parameter.</summary>
    public static float Parameter(ArrayView<float> table, int product, int parameter) =>
        table[OutputCount + (product * Cells) + parameter];

    public static int AccumulatorOf(ArrayView<float> table, int product) =>
        (int)table[OutputCount + FilterCount + product];

    private static Tensor Upload(IndexTables tables)
    {
        var transform = tables.Map.Transform!;
        // A thread asks for the accumulator of up to three products behind the last.
        var values = new float[OutputCount + FilterCount + Products.Most + 3];
        for (var copy = 0; copy < transform.Copies; copy++)
        {
            for (var a = 0; a < transform.Accumulators; a++)
                values[(copy * CopyPitch) + a] = (float)transform.OutputTransform[(copy * transform.Accumulators) + a];
        }
        Array.ConvertAll(transform.FilterTransform, factor => (float)factor).CopyTo(values, OutputCount);
        Array.ConvertAll(transform.AccumulatorOf, a => (float)a).CopyTo(values, OutputCount + FilterCount);
        return Tensor.From<float>(values, [values.Length], tables.Device);
    }
}
