using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>The parameters' gradient of the parts that <see cref="OrientedThetaGradient{TGroup}"/> leaves: added in their order,
/// then transformed back.</summary>
internal static class OrientedThetaSum
{
    private const int Threads = 128;

    private static readonly MethodInfo TransformKernel = typeof(OrientedThetaSum).GetMethod(nameof(Transform))!;

    public static IEnumerable<MethodInfo> Kernels => [TransformKernel, .. PartSums.Kernels];

    /// <summary>dθ of the sums [part, product, output, channel], which it uses up.</summary>
    public static void Run(GpuDevice device, OrientedArgs args, ArrayView<float> table, int parts, Tensor sums, Tensor dtheta)
    {
        var (all, to) = (device.View<float>(sums), device.View<float>(dtheta));
        var kernels = args.Geometry.OutChannels * args.Geometry.GroupIn;
        if (parts > 1)
            PartSums.Run(device, parts, kernels * args.Products, all, all);
        var transform = device.Kernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>,
            ArrayView<float>>>(TransformKernel);
        var count = kernels * TransformTable.Cells;
        device.Enqueue(stream => transform(stream, new KernelConfig((count + Threads - 1) / Threads, Threads), table,
            args.Products, kernels, all, to));
    }

    /// <summary>A parameter of a kernel a thread.</summary>
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
