namespace Equivariant.Gpu;

/// <summary>Sums of strands of numbers, a group of threads for each.</summary>
internal static class StrandSums
{
    /// <summary>y[i] = Σ x over strand i; false where it does not pay.</summary>
    public static bool TryRun(GpuDevice device, Strands strands, Tensor source, Tensor target)
    {
        if (target.DType != DType.Float32 || !GroupSum.Pays(device, strands.Size))
            return false;
        device.Run(GroupSum.Config(strands.Count), Sum, strands, device.View<float>(source), device.View<float>(target));
        return true;
    }

    [GpuKernel]
    public static void Sum(Strands strands, ArrayView<float> x, ArrayView<float> y)
    {
        var shared = SharedMemory.Allocate<float>(GroupSum.ScratchSize);
        var part = default(Compensated);
        for (var j = Group.IdxX; j < strands.Size; j += GroupSum.Threads)
            part = Compensated.Add(part, x[Strands.Place(strands, Grid.IdxX, j)]);
        var sum = GroupSum.Of(shared, part.Sum);
        if (Group.IdxX == 0)
            y[Grid.IdxX] = sum;
    }
}

/// <summary>The gradient of a bias.</summary>
internal sealed class GpuSumPerChannel : IGpuTuned<SumPerChannelOp.Kernel, PerChannelArgs>
{
    public bool TryRun(GpuDevice device, int count, in PerChannelArgs args, in Operands operands) =>
        StrandSums.TryRun(device, new(args.Cells, args.Channels, args.Batch), operands.A!, operands.Y);
}

/// <summary>The sum of all numbers; sums over some axes have enough results for a thread each.</summary>
internal sealed class GpuSum : IGpuTuned<SumOp.Forward, ReduceArgs>
{
    public bool TryRun(GpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        count == 1 && operands.A!.Count == args.Size
        && StrandSums.TryRun(device, new(args.Size, 1, 1), operands.A, operands.Y);
}

/// <summary>Σ g² of a gradient, chunk by chunk.</summary>
internal sealed class GpuGradientSquares : IGpuTuned<GradientScale.Squares, GradientScale.SquaresArgs>
{
    public bool TryRun(GpuDevice device, int count, in GradientScale.SquaresArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !GroupSum.Pays(device, args.Count))
            return false;
        device.Run(GroupSum.Config(count), Squares, args.Count, args.Start,
            device.View<float>(operands.A), device.View<float>(operands.Y));
        return true;
    }

    [GpuKernel]
    public static void Squares(int count, int start, ArrayView<float> gradient, ArrayView<float> sums)
    {
        var shared = SharedMemory.Allocate<float>(GroupSum.ScratchSize);
        var first = Grid.IdxX * GradientScale.Chunk;
        var end = count - first < GradientScale.Chunk ? count : first + GradientScale.Chunk;
        var part = 0f;
        for (var k = first + Group.IdxX; k < end; k += GroupSum.Threads)
            part += gradient[k] * gradient[k];
        var sum = GroupSum.Of(shared, part);
        if (Group.IdxX == 0)
            sums[start + Grid.IdxX] = sum;
    }
}
