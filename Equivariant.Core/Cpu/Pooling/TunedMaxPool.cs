namespace Equivariant.Cpu;

/// <summary>Max pooling by vectors, with the argmax of the plain body.</summary>
internal sealed class TunedMaxPool : VectorKernel<MaxPoolOp.Forward, PoolWindows>
{
    protected override (int Items, int Smallest) Share(int count, in PoolWindows args) =>
        (count / args.OutputSize, PoolTables.Share(args));

    protected override void Run<TVector>(int start, int end, in PoolWindows args, in CpuOperands b) =>
        MaxPoolImages.Run<TVector>(start, end, args, b);
}

/// <summary>The same without an argmax, in inference.</summary>
internal sealed class TunedLargest : VectorKernel<MaxPoolOp.Largest, PoolWindows>
{
    protected override (int Items, int Smallest) Share(int count, in PoolWindows args) =>
        (count / args.OutputSize, PoolTables.Share(args));

    protected override void Run<TVector>(int start, int end, in PoolWindows args, in CpuOperands b) =>
        MaxPoolImages.Run<TVector>(start, end, args, b);
}

/// <summary>The gradient of max pooling: each thread owns whole images, so that it may add to the largest elements in the order
/// of the outputs, which is the order in which the plain body gathers.</summary>
internal sealed unsafe class TunedMaxPoolGradient : VectorKernel<MaxPoolOp.Backward, PoolWindows>
{
    protected override (int Items, int Smallest) Share(int count, in PoolWindows args) =>
        (count / args.InputSize, PoolTables.Share(args));

    protected override void Run<TVector>(int start, int end, in PoolWindows args, in CpuOperands b)
    {
        var dy = b.A;
        var argMax = b.I;
        var outputSize = args.OutputSize;
        for (var image = start; image < end; image++)
        {
            var target = b.Y + ((long)image * args.InputSize);
            new Span<float>(target, args.InputSize).Clear();
            for (var output = image * outputSize; output < (image + 1) * outputSize; output++)
                target[argMax[output]] += dy[output];
        }
    }
}

/// <summary>The choice of a way by the windows.</summary>
internal static unsafe class MaxPoolImages
{
    public static void Run<TVector>(int start, int end, in PoolWindows args, in CpuOperands b)
        where TVector : struct, IVector<TVector>
    {
        if (args.OutputSize == 1 && args.WindowSize == args.InputSize)
        {
            MaxOfImages.Run<TVector>(start, end, args.InputSize, b);
            return;
        }
        using var room = new Rented<int>(b.Pool, PoolTables.ScratchSize(args));
        var tables = new PoolTables(args, false, room.Start);
        if (args.Width.Kernel > 0)
            new MaxPoolRows<TVector>(args, tables, b).Run(start, end);
        else
            new MaxPoolWindows(args, tables, b).Run(start, end);
    }
}
