namespace Equivariant.Gpu;

/// <summary>
/// The maximum over the oriented copies of a kernel by its <see cref="GroupTransform"/>: fewer products than by the copies, one
/// map and its argmax written, and gradients that read those again. The copies' maps are never in memory.
/// </summary>
internal sealed class GpuOrientedConv(SymmetricConvPlan plan) : ISymmetricConvPasses
{
    /// <summary>Rows of a tile in the data gradient, and points of a tile.</summary>
    private const int GradientRows = Tile.Size, Points = 64;

    /// <summary>Points below which a part does not pay.</summary>
    private const int FewestPoints = 256;

    private readonly ConvGeometry g = plan.Geometry;
    private readonly OrientedPasses passes = OrientedPasses.Find(plan.Transform!)!;

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
            && (long)parts.Count * transform.Products * g.OutChannels * g.GroupIn <= int.MaxValue
            && OrientedArgs.PackedCount(g.Groups, g.GroupOut, g.GroupIn, transform.Products, 4 * down, down / 4) <= int.MaxValue
            && OrientedArgs.PackedCount(g.Groups, g.GroupIn, g.GroupOut, transform.Products, GradientRows, 2) <= int.MaxValue;
    }

    public void Forward(IndexTables tables, in Operands operands, in EpilogueArgs epilogue)
    {
        var device = (GpuDevice)operands.Y.Device;
        var (args, table) = (new OrientedArgs(plan, operands), TransformTable.Of(device, tables));
        var down = Down(passes, g);
        using var packed = OrientedPack.Run(
            device, args, table, operands.B!, isGradient: false, 4 * down, Tile.Across * down / Points);
        var config = new KernelConfig(
            new Index3D(OrientedArgs.Tiles(g.Batch * g.Output.Count, Points), OrientedArgs.Tiles(g.GroupOut, 4 * down), g.Groups),
            new Index3D(Tile.Across, down, 1));
        var (x, weight, bias) = (device.View<float>(operands.A), device.View<Float4>(packed), device.View<float>(operands.C));
        var (y, argMax) = (device.View<float>(operands.Y), device.View<byte>(operands.J));
        device.Run(config, passes.Forward, args, table, x, weight, bias, y, argMax);
        EpilogueOp.Launch(epilogue, operands);
    }

    public void DataGradient(IndexTables tables, in Operands operands)
    {
        var device = (GpuDevice)operands.Y.Device;
        var (args, table) = (new OrientedArgs(plan, operands), TransformTable.Of(device, tables));
        using var packed = OrientedPack.Run(
            device, args, table, operands.B!, isGradient: true, GradientRows, Tile.Across * Tile.Down / Points);
        var config = Tile.Config(
            OrientedArgs.Tiles(g.Batch * g.Input.Count, Points), OrientedArgs.Tiles(g.GroupIn, GradientRows), g.Groups);
        var (dy, argMax) = (device.View<float>(operands.A), device.View<byte>(operands.J));
        var (weight, dx) = (device.View<Float4>(packed), device.View<float>(operands.Y));
        device.Run(config, passes.DataGradient, args, table, dy, argMax, weight, dx);
    }

    public void ThetaGradient(IndexTables tables, in Operands operands)
    {
        var device = (GpuDevice)operands.Y.Device;
        var (args, table) = (new OrientedArgs(plan, operands), TransformTable.Of(device, tables));
        var parts = PartsOf(device, g);
        using var sums = Tensor.Empty([parts.Count * args.Products * g.OutChannels * g.GroupIn], DType.Float32, device);
        var config = Tile.Config(ChannelTiles(g), OutputTiles(g), g.Groups * parts.Count);
        var (dy, argMax, x) = (device.View<float>(operands.A), device.View<byte>(operands.J), device.View<float>(operands.B));
        var to = device.View<float>(sums);
        device.Run(config, passes.ThetaGradient, args, table, parts, dy, argMax, x, to);
        OrientedPack.Unpack(device, args, table, parts.Count, sums, operands.Y);
    }

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
