namespace Equivariant.Cpu;

/// <summary>Max pooling by vectors, with the winners of the plain body.</summary>
internal sealed class TunedMaxPool : ITuned<MaxPoolOp.Forward, PoolWindows>
{
    public bool TryRun(CpuDevice device, int count, in PoolWindows args, in Operands operands) =>
        MaxPoolImages.TryRun(device, count, args, operands);
}

/// <summary>The same without winners, in inference.</summary>
internal sealed class TunedLargest : ITuned<MaxPoolOp.Largest, PoolWindows>
{
    public bool TryRun(CpuDevice device, int count, in PoolWindows args, in Operands operands) =>
        MaxPoolImages.TryRun(device, count, args, operands);
}

/// <summary>The choice of a way by the windows.</summary>
internal static unsafe class MaxPoolImages
{
    public static bool TryRun(CpuDevice device, int count, in PoolWindows args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var images = count / args.OutputSize;
        using var room = new Rented<int>(device.Pool, PoolTable.Room(args));
        var (depth, height, width) = PoolTable.Of(args, false, room.Start);
        if (args.OutputSize == 1 && args.WindowSize == args.InputSize)
        {
            VectorWidth.For(device, images, PoolTable.Share(args), new MaxOfImages(args.InputSize, operands));
        }
        else if (args.Width.Kernel > 0)
        {
            VectorWidth.For(device, images, PoolTable.Share(args),
                new MaxPoolRows(device, args, depth, height, width, operands));
        }
        else
        {
            var windows = new MaxPoolWindows(args, depth, height, width, operands);
            device.Team.For(images, PoolTable.Share(args), ref windows);
        }
        return true;
    }
}
