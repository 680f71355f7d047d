namespace Equivariant.Gpu;

/// <summary>
/// Symmetric convolutions with one kernel (the rings of SRE-Conv) and stride 1: <see cref="RingSums"/> of some images at a time,
/// then a product by tiles over channels and parameters, which reads the sums while they are in the cache.
/// </summary>
internal static class GpuRingConv
{
    /// <summary>Whether this way is there for a convolution, and saves products.</summary>
    public static bool Takes(GpuDevice device, SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        return plan.Copies == 1 && plan.Parameters < plan.Taps && g.Stride == new Volume(1, 1, 1)
            && g.GroupOut >= GpuConvForward.FewestRows
            && IsIndexable(g.InChannels, plan.Parameters, g.Output) && IsIndexable(g.OutChannels, plan.Parameters, g.Input)
            && RingSums.Fits(device, RingArgs.Forward(g, plan.Parameters))
            && RingSums.Fits(device, RingArgs.Gradient(g, plan.Parameters))
            && Tile.Fits(device, Tile.Count(Math.Max(g.GroupOut, g.GroupIn)), g.Groups)
            && GpuConvWeightGradient.Takes(device, g.OfTapSums(plan.Parameters));
    }

    /// <summary>y = bias + θ · sums of x.</summary>
    public static void Forward(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var g = plan.Geometry;
        var sums = g.OfTapSums(plan.Parameters);
        var gemm = new ImplicitGemmArgs(OutputGrid.Forward(sums), sums)
        {
            Channels = sums.GroupIn, Rows = g.GroupOut, HasBias = operands.C is null ? 0 : 1,
            WeightGroup = g.GroupOut * sums.GroupIn, WeightRow = sums.GroupIn, WeightChannel = 1,
        };
        var (x, y, bias) = (device.View<float>(operands.A), device.View<float>(operands.Y), operands.C);
        using var packed = ImplicitGemmTiles.Packed(device, gemm, operands.B!);
        var rings = RingArgs.Forward(g, plan.Parameters);
        ForImages(device, rings, g.Batch, tables, x, (first, count, maps) => ImplicitGemmTiles.Run(
            device, gemm.OfImages(count), maps, packed, bias, Images(y, first, count, g.Batch)));
    }

    /// <summary>dx = θᵀ · sums of dy.</summary>
    public static void DataGradient(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (g, parameters) = (plan.Geometry, plan.Parameters);
        // The parameters take the place of taps along the depth, so that the weight is read where it lies.
        var point = OutputAxis.Forward(1, 1, 1, 1, 0, 1);
        var points = g.Input.Count;
        var layers = new OutputGrid(
            g.Batch, OutputAxis.Forward(parameters, parameters, 1, 1, 0, 1), point, OutputAxis.Forward(points, 1, points, 1, 0, 1));
        var gemm = new ImplicitGemmArgs(layers, g.OfTapSums(parameters))
        {
            Channels = g.GroupOut, Rows = g.GroupIn,
            WeightGroup = g.GroupOut * g.GroupIn * parameters, WeightRow = parameters, WeightChannel = g.GroupIn * parameters,
        };
        var (dy, dx) = (device.View<float>(operands.A), device.View<float>(operands.Y));
        using var packed = ImplicitGemmTiles.Packed(device, gemm, operands.B!);
        ForImages(device, RingArgs.Gradient(g, parameters), g.Batch, tables, dy, (first, count, maps) => ImplicitGemmTiles.Run(
            device, gemm.OfImages(count), maps, packed, null, Images(dx, first, count, g.Batch)));
    }

    /// <summary>dθ = dy · sums of x, by the weight gradient of a 1×1 convolution.</summary>
    public static void ThetaGradient(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var g = plan.Geometry;
        var sums = g.OfTapSums(plan.Parameters);
        var rings = RingArgs.Forward(g, plan.Parameters);
        var count = g.OutChannels * sums.Products;
        var (dy, x) = (device.View<float>(operands.A), device.View<float>(operands.B));
        var step = ImagesAtOnce(device, rings, g.Batch);
        var total = 0;
        for (var first = 0; first < g.Batch; first += step)
            total += GpuConvWeightGradient.PartsOf(device, sums.OfImages(Math.Min(step, g.Batch - first)));
        using var all = Tensor.Empty([total * count], DType.Float32, device);
        var (parts, done) = (device.View<float>(all), 0);
        ForImages(device, rings, g.Batch, tables, x, (first, images, maps) =>
        {
            var some = sums.OfImages(images);
            var partCount = GpuConvWeightGradient.PartsOf(device, some);
            GpuConvWeightGradient.Multiply(device, some, partCount, Images(dy, first, images, g.Batch), maps,
                parts.SubView(done * count, partCount * count));
            done += partCount;
        });
        PartSums.Run(device, total, count, parts, device.View<float>(operands.Y));
    }

    /// <summary>Makes the sums of some images after the other, and has them used.</summary>
    private static void ForImages(
        GpuDevice device, RingArgs rings, int batch, IndexTables tables, ArrayView<float> x,
        Action<int, int, ArrayView<float>> use)
    {
        var step = ImagesAtOnce(device, rings, batch);
        var planes = rings.Planes / batch;
        var sorted = device.View<int>(tables.Derived(rings.Taps, RingSums.SortedTaps));
        using var scratch = Tensor.Empty([step * planes * rings.Parameters * rings.Points.Count], DType.Float32, device);
        for (var first = 0; first < batch; first += step)
        {
            var images = Math.Min(step, batch - first);
            var maps = device.View<float>(scratch);
            RingSums.Run(device, rings with { Planes = images * planes }, sorted,
                Images(x, first, images, batch), maps);
            use(first, images, maps);
        }
    }

    private static int ImagesAtOnce(GpuDevice device, in RingArgs rings, int batch)
    {
        var bytes = (long)(rings.Planes / batch) * rings.Parameters * rings.Points.Count * sizeof(float);
        return (int)Math.Clamp(device.ScratchBytes / bytes, 1, batch);
    }

    /// <summary>Some of the images of a tensor.</summary>
    private static ArrayView<float> Images(ArrayView<float> all, int first, int count, int batch)
    {
        var size = all.Length / batch;
        return all.SubView(first * size, count * size);
    }

    private static bool IsIndexable(int channels, int parameters, Volume cells) =>
        (long)channels * parameters * cells.Count <= int.MaxValue;
}
