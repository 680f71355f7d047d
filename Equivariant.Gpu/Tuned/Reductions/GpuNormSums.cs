namespace Equivariant.Gpu;

/// <summary>What the sums of the norms need to know.</summary>
internal readonly struct NormSumArgs(in NormArgs args)
{
    public readonly Strands Groups = new(args.GroupInner, args.GroupCount, args.GroupRuns);
    public readonly Strands Slots = new(args.SlotInner, args.SlotCount, args.SlotRuns);
    public readonly float Eps = (float)args.Eps;
    public readonly int HasWeight = args.HasWeight;
}

/// <summary>Mean and variance, a group of threads for each.</summary>
internal sealed class GpuMoments : IGpuTuned<NormKernels.Moments, NormArgs>
{
    public bool TryRun(GpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !GroupSum.Pays(device, args.GroupSize))
            return false;
        var views = device.Views(operands);
        device.Run(GroupSum.Config(count), Moments, new NormSumArgs(args), views.A, views.Y, views.Y2);
        return true;
    }

    /// <summary>The variance about the mean in a second pass, as the plain body.</summary>
    [GpuKernel]
    public static void Moments(NormSumArgs args, ArrayView<float> x, ArrayView<float> mean, ArrayView<float> variance)
    {
        var shared = SharedMemory.Allocate<float>(GroupSum.ScratchSize);
        var part = default(Compensated);
        for (var j = Group.IdxX; j < args.Groups.Size; j += GroupSum.Threads)
            part = Compensated.Add(part, x[Strands.Place(args.Groups, Grid.IdxX, j)]);
        var centre = GroupSum.Of(shared, part.Sum) / args.Groups.Size;
        part = default;
        for (var j = Group.IdxX; j < args.Groups.Size; j += GroupSum.Threads)
        {
            var distance = x[Strands.Place(args.Groups, Grid.IdxX, j)] - centre;
            part = Compensated.Add(part, distance * distance);
        }
        var squares = GroupSum.Of(shared, part.Sum);
        if (Group.IdxX == 0)
        {
            mean[Grid.IdxX] = centre;
            variance[Grid.IdxX] = squares / args.Groups.Size;
        }
    }
}

/// <summary>The gradients of a norm's bias and weight.</summary>
internal sealed class GpuSlotSums : IGpuTuned<NormKernels.SlotSums, NormArgs>
{
    public bool TryRun(GpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !GroupSum.Pays(device, args.SlotSize))
            return false;
        var views = device.Views(operands);
        device.Run(
            GroupSum.Config(count), SlotSums, new NormSumArgs(args), views.A, views.B, views.C, views.D, views.Y, views.Y2);
        return true;
    }

    [GpuKernel]
    public static void SlotSums(NormSumArgs args, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> mean,
        ArrayView<float> variance, ArrayView<float> dbias, ArrayView<float> dweight)
    {
        var shared = SharedMemory.Allocate<float>(GroupSum.ScratchSize);
        Compensated sums = default, products = default;
        for (var j = Group.IdxX; j < args.Slots.Size; j += GroupSum.Threads)
        {
            var k = Strands.Place(args.Slots, Grid.IdxX, j);
            var group = k / args.Groups.Inner % args.Groups.Count;
            var standard = (x[k] - mean[group]) / MathF.Sqrt(variance[group] + args.Eps);
            sums = Compensated.Add(sums, dy[k]);
            products = Compensated.Add(products, dy[k] * standard);
        }
        var sum = GroupSum.Of(shared, sums.Sum);
        var product = GroupSum.Of(shared, products.Sum);
        if (Group.IdxX == 0)
        {
            dbias[Grid.IdxX] = sum;
            dweight[Grid.IdxX] = product;
        }
    }
}

/// <summary>The means in the data gradient of group and layer norm.</summary>
internal sealed class GpuGroupMeans : IGpuTuned<NormKernels.GroupMeans, NormArgs>
{
    public bool TryRun(GpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !GroupSum.Pays(device, args.GroupSize))
            return false;
        var views = device.Views(operands);
        device.Run(
            GroupSum.Config(count), GroupMeans, new NormSumArgs(args), views.A, views.B, views.C, views.D, views.E, views.Y);
        return true;
    }

    [GpuKernel]
    public static void GroupMeans(NormSumArgs args, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> mean,
        ArrayView<float> variance, ArrayView<float> weight, ArrayView<float> means)
    {
        var shared = SharedMemory.Allocate<float>(GroupSum.ScratchSize);
        var centre = mean[Grid.IdxX];
        var scale = 1 / MathF.Sqrt(variance[Grid.IdxX] + args.Eps);
        Compensated sums = default, products = default;
        for (var j = Group.IdxX; j < args.Groups.Size; j += GroupSum.Threads)
        {
            var k = Strands.Place(args.Groups, Grid.IdxX, j);
            var gradient = dy[k];
            if (args.HasWeight != 0)
                gradient *= weight[k / args.Slots.Inner % args.Slots.Count];
            sums = Compensated.Add(sums, gradient);
            products = Compensated.Add(products, gradient * ((x[k] - centre) * scale));
        }
        var sum = GroupSum.Of(shared, sums.Sum);
        var product = GroupSum.Of(shared, products.Sum);
        if (Group.IdxX == 0)
        {
            means[Grid.IdxX] = sum / args.Groups.Size;
            means[args.Groups.Count + Grid.IdxX] = product / args.Groups.Size;
        }
    }
}
