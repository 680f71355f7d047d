namespace Equivariant.Gpu;

/// <summary>The parameters' gradient of the parts that <see cref="OrientedThetaGradient{TGroup}"/> leaves: added in their order,
/// then transformed back.</summary>
internal static class OrientedThetaSum
{
    /// <summary>dθ of the sums [part, product, output, channel], which it uses up.</summary>
    public static void Run(GpuDevice device, OrientedArgs args, ArrayView<float> table, int parts, Tensor sums, Tensor dtheta)
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
}
