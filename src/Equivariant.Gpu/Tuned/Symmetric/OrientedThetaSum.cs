using System.Reflection;
using Equivariant.Symmetry;
using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu.Tuned;

/// <summary>The parameters' gradient of the parts that <see cref="OrientedThetaGradient{TGroup}"/> leaves: added in their order,
/// then transformed back.</summary>
internal static class OrientedThetaSum
{
    private const int Threads = 128;

    private static readonly MethodInfo AddKernel = typeof(OrientedThetaSum).GetMethod(nameof(Add))!;
    private static readonly MethodInfo TransformKernel = typeof(OrientedThetaSum).GetMethod(nameof(Transform))!;

    public static IEnumerable<MethodInfo> Kernels => [AddKernel, TransformKernel];

    /// <summary>dθ of the sums [part, product, output, channel], which it uses up.</summary>
    public static void Run(GpuDevice device, OrientedArgs args, int parts, Tensor sums, Tensor dtheta)
    {
        var (all, to) = (device.View<float>(sums), device.View<float>(dtheta));
        var kernels = args.Geometry.OutChannels * args.Geometry.GroupIn;
        if (parts > 1)
        {
            var add = device.Kernel<Action<AcceleratorStream, KernelConfig, int, int, ArrayView<float>>>(AddKernel);
            device.Enqueue(stream => add(stream, Config(kernels * args.Products), parts, kernels * args.Products, all));
        }
        var transform = device.Kernel<Action<AcceleratorStream, KernelConfig, OrientedCodes, int, int, ArrayView<float>,
            ArrayView<float>>>(TransformKernel);
        device.Enqueue(stream =>
            transform(stream, Config(kernels * GroupTransform.Cells), args.Codes, args.Products, kernels, all, to));
    }

    /// <summary>Adds the parts to the first one.</summary>
    public static void Add(int parts, int count, ArrayView<float> sums)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        var sum = sums[i];
        var part = 1;
        // Four loads under way at a time: ILGPU unrolls no loops.
        for (; part + 3 < parts; part += 4)
        {
            var at = (part * count) + i;
            var (a, b) = (sums[at], sums[at + count]);
            at += 2 * count;
            var (c, d) = (sums[at], sums[at + count]);
            sum = sum + a + b + c + d;
        }
        for (; part < parts; part++)
            sum += sums[(part * count) + i];
        sums[i] = sum;
    }

    /// <summary>A parameter of a kernel a thread.</summary>
    public static void Transform(OrientedCodes codes, int products, int kernels, ArrayView<float> sums, ArrayView<float> dtheta)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= kernels * GroupTransform.Cells)
            return;
        var kernel = i / GroupTransform.Cells;
        var parameter = i - (kernel * GroupTransform.Cells);
        var sum = 0f;
        for (var product = 0; product < products; product++)
            sum += codes.Parameter(product, parameter) * sums[(product * kernels) + kernel];
        dtheta[i] = sum;
    }

    private static KernelConfig Config(int count) => new((count + Threads - 1) / Threads, Threads);
}
