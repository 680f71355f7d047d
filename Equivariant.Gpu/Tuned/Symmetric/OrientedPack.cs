namespace Equivariant.Gpu;

/// <summary>
/// The transformed parameters as tiles read them: [group, tile of rows, channel, product, row], zeros beyond the last row and
/// channel. Rows are outputs in the forward pass, inputs in the data gradient. And the parameters' gradient of theirs.
/// </summary>
internal static class OrientedPack
{
    /// <summary>The packed parameters of the forward pass or of the data gradient; the caller disposes them.</summary>
    public static Tensor Run(
        GpuDevice device, in OrientedArgs args, ArrayView<float> table, Tensor theta, bool isGradient, int tileRows,
        int channelsAtOnce)
    {
        var (outputs, inputs) = (args.Geometry.GroupOut, args.Geometry.GroupIn);
        var shape = isGradient ? new Shape(args, inputs, outputs, tileRows, channelsAtOnce, 1, inputs)
            : new Shape(args, outputs, inputs, tileRows, channelsAtOnce, inputs, 1);
        var packed = Tensor.Empty([shape.Count], DType.Float32, device);
        device.Run(
            TunedLaunch.PerElement(shape.Count), Pack, shape, table, device.View<float>(theta), device.View<float>(packed));
        return packed;
    }

    /// <summary>One number a thread.</summary>
    [GpuKernel]
    public static void Pack(Shape shape, ArrayView<float> table, ArrayView<float> theta, ArrayView<float> packed)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= shape.Count)
            return;
        var rest = i / shape.TileRows;
        var row = i - (rest * shape.TileRows);
        var channels = rest / shape.Products;
        var product = rest - (channels * shape.Products);
        var tiles = channels / shape.PaddedChannels;
        var channel = channels - (tiles * shape.PaddedChannels);
        var group = tiles / shape.Tiles;
        row += (tiles - (group * shape.Tiles)) * shape.TileRows;
        var sum = 0f;
        if (row < shape.Rows && channel < shape.Channels)
        {
            var at = ((group * shape.Rows * shape.Channels) + (row * shape.RowStep) + (channel * shape.ChannelStep))
                * TransformTable.Cells;
            for (var parameter = 0; parameter < TransformTable.Cells; parameter++)
                sum += TransformTable.Parameter(table, product, parameter) * theta[at + parameter];
        }
        packed[i] = sum;
    }

    /// <summary>dθ of the sums [part, product, output, channel] that <see cref="OrientedThetaGradient{TGroup}"/> leaves: added in
    /// place, in their order, then transformed back.</summary>
    public static void Unpack(GpuDevice device, OrientedArgs args, ArrayView<float> table, int parts, Tensor sums, Tensor dtheta)
    {
        var (all, to) = (device.View<float>(sums), device.View<float>(dtheta));
        var kernels = args.Geometry.OutChannels * args.Geometry.GroupIn;
        if (parts > 1)
            PartSums.Run(device, parts, kernels * args.Products, all, all);
        device.Run(
            TunedLaunch.PerElement(kernels * TransformTable.Cells), Transform, table, args.Products, kernels, all, to);
    }

    /// <summary>A parameter of a kernel a thread.</summary>
    [GpuKernel]
    public static void Transform(
        ArrayView<float> table, int products, int kernels, ArrayView<float> sums, ArrayView<float> dtheta)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= kernels * TransformTable.Cells)
            return;
        var kernel = i / TransformTable.Cells;
        var parameter = i - (kernel * TransformTable.Cells);
        var sum = 0f;
        for (var product = 0; product < products; product++)
            sum += TransformTable.Parameter(table, product, parameter) * sums[(product * kernels) + kernel];
        dtheta[i] = sum;
    }

    /// <summary>Shapes; the steps are counted in kernels.</summary>
    internal readonly struct Shape(
        in OrientedArgs args, int rows, int channels, int tileRows, int channelsAtOnce, int rowStep, int channelStep)
    {
        public readonly int Products = args.Products, Rows = rows, Channels = channels, TileRows = tileRows;
        public readonly int RowStep = rowStep, ChannelStep = channelStep;
        public readonly int Tiles = OrientedArgs.Tiles(rows, tileRows);
        public readonly int PaddedChannels = OrientedArgs.Padded(channels, channelsAtOnce);
        public readonly int Count = (int)OrientedArgs.PackedCount(
            args.Geometry.Groups, rows, channels, args.Products, tileRows, channelsAtOnce);
    }
}
