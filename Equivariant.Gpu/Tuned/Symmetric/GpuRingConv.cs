namespace Equivariant.Gpu;

/// <summary>
/// Symmetric convolutions with one kernel (the rings of SRE-Conv) and stride 1: <see cref="RingSums"/> of some images at a time,
/// then a product by tiles over channels and parameters, which reads the sums while they are in the cache.
/// </summary>
internal sealed class GpuRingConv(SymmetricConvPlan plan) : ISymmetricConvPasses
{
    private readonly ConvGeometry g = plan.Geometry;
    private readonly int parameters = plan.Parameters;
    private readonly ConvGeometry sums = plan.Geometry.OfTapSums(plan.Parameters);

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
    public void Forward(IndexTables tables, in Operands operands, in EpilogueArgs epilogue)
    {
        var gemm = new ImplicitGemmArgs(OutputGrid.Forward(sums), sums)
        {
            Channels = sums.GroupIn, Rows = g.GroupOut, HasBias = operands.C is null ? 0 : 1,
            WeightGroup = g.GroupOut * sums.GroupIn, WeightRow = sums.GroupIn, WeightChannel = 1,
        };
        Multiply(tables, operands, RingArgs.Forward(g, parameters), gemm);
        EpilogueOp.Launch(epilogue, operands);
    }

    /// <summary>dx = θᵀ · sums of dy.</summary>
    public void DataGradient(IndexTables tables, in Operands operands)
    {
        // The parameters take the place of taps along the depth, so that the weight is read where it lies.
        var points = g.Input.Count;
        var layers = new OutputGrid(g.Batch, OutputAxis.Forward(parameters, parameters, 1, 1, 0, 1),
            OutputAxis.Forward(1, 1, 1, 1, 0, 1), OutputAxis.Forward(points, 1, points, 1, 0, 1));
        Multiply(tables, operands, RingArgs.Gradient(g, parameters), new ImplicitGemmArgs(layers, sums)
        {
            Channels = g.GroupOut, Rows = g.GroupIn,
            WeightGroup = g.GroupOut * g.GroupIn * parameters, WeightRow = parameters, WeightChannel = g.GroupIn * parameters,
        });
    }

    /// <summary>dθ = dy · sums of x, by the weight gradient of a 1×1 convolution.</summary>
    public void ThetaGradient(IndexTables tables, in Operands operands)
    {
        var device = (GpuDevice)operands.Y.Device;
        var rings = RingArgs.Forward(g, parameters);
        var count = g.OutChannels * sums.Products;
        var (dy, x) = (device.View<float>(operands.A), device.View<float>(operands.B));
        var step = ImagesAtOnce(device, rings);
        var total = 0;
        for (var first = 0; first < g.Batch; first += step)
            total += GpuConvWeightGradient.PartsOf(device, sums.OfImages(Math.Min(step, g.Batch - first)));
        using var all = Tensor.Empty([total * count], DType.Float32, device);
        var (parts, done) = (device.View<float>(all), 0);
        ForImages(device, rings, tables, x, (first, images, maps) =>
        {
            var some = sums.OfImages(images);
            var partCount = GpuConvWeightGradient.PartsOf(device, some);
            GpuConvWeightGradient.Multiply(
                device, some, partCount, Images(dy, first, images), maps, parts.SubView(done * count, partCount * count));
            done += partCount;
        });
        PartSums.Run(device, total, count, parts, device.View<float>(operands.Y));
    }

    /// <summary>Y from the sums of A and the weight in B.</summary>
    private void Multiply(IndexTables tables, in Operands operands, RingArgs rings, ImplicitGemmArgs gemm)
    {
        var device = (GpuDevice)operands.Y.Device;
        var (from, to, bias) = (device.View<float>(operands.A), device.View<float>(operands.Y), operands.C);
        using var packed = ImplicitGemmTiles.Packed(device, gemm, operands.B!);
        ForImages(device, rings, tables, from, (first, count, maps) => ImplicitGemmTiles.Run(
            device, gemm.OfImages(count), maps, packed, bias, Images(to, first, count)));
    }

    /// <summary>Makes the sums of some images after the other, and has them used.</summary>
    private void ForImages(
        GpuDevice device, RingArgs rings, IndexTables tables, ArrayView<float> x, Action<int, int, ArrayView<float>> use)
    {
        var step = ImagesAtOnce(device, rings);
        var planes = rings.Planes / g.Batch;
        using var scratch = Tensor.Empty([step * planes * rings.Parameters * rings.Points.Count], DType.Float32, device);
        for (var first = 0; first < g.Batch; first += step)
        {
            var images = Math.Min(step, g.Batch - first);
            var maps = device.View<float>(scratch);
            RingSums.Run(device, rings with { Planes = images * planes }, tables, Images(x, first, images), maps);
            use(first, images, maps);
        }
    }

    private int ImagesAtOnce(GpuDevice device, in RingArgs rings)
    {
        var bytes = (long)(rings.Planes / g.Batch) * rings.Parameters * rings.Points.Count * sizeof(float);
        return (int)Math.Clamp(device.ScratchBytes / bytes, 1, g.Batch);
    }

    /// <summary>Some of the images of a tensor.</summary>
    private ArrayView<float> Images(ArrayView<float> all, int first, int count)
    {
        var size = all.Length / g.Batch;
        return all.SubView(first * size, count * size);
    }

    private static bool IsIndexable(int channels, int parameters, Volume cells) =>
        (long)channels * parameters * cells.Count <= int.MaxValue;
}
