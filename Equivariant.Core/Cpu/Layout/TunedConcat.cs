namespace Equivariant.Cpu;

/// <summary>Concatenation as copies of blocks.</summary>
internal sealed class TunedConcat : ITuned<ConcatOp.Forward, ConcatOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ConcatOp.Args args, in Operands operands) =>
        ConcatBlocks.Copy(device, count, args, operands.Y, args.Row, args.Start, operands.A!, args.Block, 0);
}

/// <summary>Its gradient: copies of the same blocks the other way.</summary>
internal sealed class TunedConcatGradient : ITuned<ConcatOp.Backward, ConcatOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ConcatOp.Args args, in Operands operands) =>
        ConcatBlocks.Copy(device, count, args, operands.Y, args.Block, 0, operands.A!, args.Row, args.Start);
}

/// <summary>Copies blocks that lie at equal distances, in each of two tensors another one.</summary>
internal static class ConcatBlocks
{
    public static bool Copy(CpuDevice device, int count, in ConcatOp.Args args,
        Tensor target, int targetRow, int targetStart, Tensor source, int sourceRow, int sourceStart)
    {
        if (target.DType != DType.Float32)
            return false;
        var range = new Blocks(target, targetRow, targetStart, source, sourceRow, sourceStart, args.Block);
        device.Team.For(count / args.Block, 16_384 / args.Block, ref range);
        return true;
    }

    private readonly unsafe struct Blocks(
        Tensor target, int targetRow, int targetStart, Tensor source, int sourceRow, int sourceStart, int length) : IRange
    {
        private readonly float* to = CpuDevice.Pointer<float>(target) + targetStart;
        private readonly float* from = CpuDevice.Pointer<float>(source) + sourceStart;

        public void Run(int start, int end)
        {
            for (nint block = start; block < end; block++)
                new ReadOnlySpan<float>(from + (block * sourceRow), length).CopyTo(new(to + (block * targetRow), length));
        }
    }
}
