namespace Equivariant.Cpu;

/// <summary>Reversal of an axis: blocks copied in reverse order, or rows reversed.</summary>
internal sealed unsafe class TunedFlip : ITuned<FlipOp.Reverse, FlipOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in FlipOp.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var row = args.Extent * args.Inner;
        var range = new Rows(args.Extent, args.Inner, operands);
        device.Team.For(count / row, 1 + (VectorMap.SmallestShare / row), ref range);
        return true;
    }

    private readonly struct Rows(int extent, int inner, in Operands operands) : IRange
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            for (nint row = start; row < end; row++)
            {
                float* from = x + (row * extent * inner), to = y + (row * extent * inner);
                if (inner == 1)
                {
                    Strip.Copy(from, to, extent);
                    new Span<float>(to, extent).Reverse();
                    continue;
                }
                for (var position = 0; position < extent; position++)
                    Strip.Copy(from + (position * inner), to + ((extent - 1 - position) * inner), inner);
            }
        }
    }
}
