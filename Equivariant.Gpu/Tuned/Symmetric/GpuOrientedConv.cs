namespace Equivariant.Gpu;

/// <summary>
/// The maximum over the oriented copies of a kernel by its <see cref="GroupTransform"/>: fewer products than by the copies, one
/// map and its argmax written, and gradients that read those again. The copies' maps are never in memory.
/// </summary>
internal static class GpuOrientedConv
{
    /// <summary>Rows of a tile in the data gradient, and points of a tile.</summary>
    private const int GradientRows = Tile.Size, Points = 64;

    /// <summary>Points below which a part does not pay.</summary>
    private const int FewestPoints = 256;

    /// <summary>Whether this way is there for a convolution, all three passes of it.</summary>
    public static bool Takes(GpuDevice device, SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        if (!plan.IsMax || plan.Transform is not { } transform || g.Kernel != new Volume(1, 3, 3) || g.Input.D != 1
            || g.Output.D != 1 || g.Padding.D != 0 || g.GroupOut < GpuConvForward.FewestRows
            || OrientedPasses.Find(transform) is not { } passes)
            return false;
        var down = Down(passes, g);
        var parts = PartsOf(device, g);
        return device.Accelerator.MaxNumThreadsPerGroup >= Tile.Across * down
            && OrientedArgs.Tiles(g.GroupOut, 4 * down) <= Tile.MostGroups
            && OrientedArgs.Tiles(g.GroupIn, GradientRows) <= Tile.MostGroups
            && (long)g.Groups * parts.Count <= Tile.MostGroups
            && (long)parts.Count * passes.Products * g.OutChannels * g.GroupIn <= int.MaxValue
            && OrientedArgs.PackedCount(g.Groups, g.GroupOut, g.GroupIn, passes.Products, 4 * down, down / 4) <= int.MaxValue
            && OrientedArgs.PackedCount(g.Groups, g.GroupIn, g.GroupOut, passes.Products, GradientRows, 2) <= int.MaxValue;
    }

    /// <summary>y and its argmax.</summary>
    public static void Forward(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (g, passes) = (plan.Geometry, Passes(plan));
        var (shape, table) = (new OrientedArgs(plan, passes, operands), TransformTable.Of(device, tables));
        var down = Down(passes, g);
        using var packed = OrientedPack.ForForward(device, shape, table, 4 * down, Tile.Across * down / Points, operands.B!);
        var config = new KernelConfig(
            new Index3D(OrientedArgs.Tiles(g.Batch * g.Output.Count, Points), OrientedArgs.Tiles(g.GroupOut, 4 * down), g.Groups),
            new Index3D(Tile.Across, down, 1));
        var (x, weight, bias) = (device.View<float>(operands.A), device.View<Float4>(packed), device.View<float>(operands.C));
        var (y, argMax) = (device.View<float>(operands.Y), device.View<byte>(operands.J));
        device.Run(config, passes.Forward, shape, table, x, weight, bias, y, argMax);
    }

    /// <summary>dx.</summary>
    public static void DataGradient(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (g, passes) = (plan.Geometry, Passes(plan));
        var (shape, table) = (new OrientedArgs(plan, passes, operands), TransformTable.Of(device, tables));
        using var packed = OrientedPack.ForGradient(
            device, shape, table, GradientRows, Tile.Across * Tile.Down / Points, operands.B!);
        var config = Tile.Config(
            OrientedArgs.Tiles(g.Batch * g.Input.Count, Points), OrientedArgs.Tiles(g.GroupIn, GradientRows), g.Groups);
        var (dy, argMax) = (device.View<float>(operands.A), device.View<byte>(operands.J));
        var (weight, dx) = (device.View<Float4>(packed), device.View<float>(operands.Y));
        device.Run(config, passes.DataGradient, shape, table, dy, argMax, weight, dx);
    }

    /// <summary>dθ.</summary>
    public static void ThetaGradient(GpuDevice device, SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (g, passes) = (plan.Geometry, Passes(plan));
        var (shape, table) = (new OrientedArgs(plan, passes, operands), TransformTable.Of(device, tables));
        var parts = PartsOf(device, g);
        using var sums = Tensor.Empty([parts.Count * passes.Products * g.OutChannels * g.GroupIn], DType.Float32, device);
        var config = Tile.Config(ChannelTiles(g), OutputTiles(g), g.Groups * parts.Count);
        var (dy, argMax, x) = (device.View<float>(operands.A), device.View<byte>(operands.J), device.View<float>(operands.B));
        var to = device.View<float>(sums);
        device.Run(config, passes.ThetaGradient, shape, table, parts, dy, argMax, x, to);
        OrientedThetaSum.Run(device, shape, table, parts.Count, sums, operands.Y);
    }

    private static OrientedPasses Passes(SymmetricConvPlan plan) =>
        plan.Prepared(static plan => OrientedPasses.Find(plan.Transform!)!);

    /// <summary>Threads along the outputs, four outputs each.</summary>
    private static int Down(OrientedPasses passes, in ConvGeometry g) =>
        g.GroupOut > 4 * Tile.Down ? passes.MostDown : Tile.Down;

    private static PartShape PartsOf(GpuDevice device, in ConvGeometry g)
    {
        var points = g.Batch * g.Output.Count;
        var count = PartSums.Count(device, (long)ChannelTiles(g) * OutputTiles(g) * g.Groups, points / FewestPoints);
        // Parts of whole slices; the last ones may be left without points.
        var each = (((points + count - 1) / count) + 7) / 8 * 8;
        return new(Math.Max(1, OrientedArgs.Tiles(points, each)), each);
    }

    private static int ChannelTiles(in ConvGeometry g) => OrientedArgs.Tiles(g.GroupIn, OrientedThetaGradient<HalfTurn>.Channels);

    private static int OutputTiles(in ConvGeometry g) => OrientedArgs.Tiles(g.GroupOut, OrientedThetaGradient<HalfTurn>.Outputs);
}
