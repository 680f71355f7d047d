namespace Equivariant.Cpu;

/// <summary>Reversal of an axis: blocks copied in reverse order, or rows reversed.</summary>
internal sealed unsafe class TunedFlip : VectorKernel<FlipOp.Reverse, FlipOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in FlipOp.Args args) =>
        (count / args.Extent / args.Inner, 1 + (VectorMap.SmallestShare / (args.Extent * args.Inner)));

    protected override void Run<TVector>(int start, int end, in FlipOp.Args args, in CpuOperands b)
    {
        var (extent, inner) = (args.Extent, args.Inner);
        for (nint row = start; row < end; row++)
        {
            float* from = b.A + (row * extent * inner), to = b.Y + (row * extent * inner);
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
