namespace Equivariant.Cpu;

/// <summary>Concatenation as copies of blocks.</summary>
internal sealed unsafe class TunedConcat : VectorKernel<ConcatOp.Forward, ConcatOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in ConcatOp.Args args) =>
        (count / args.Block, VectorMap.SmallestShare / args.Block);

    protected override void Run<TVector>(int start, int end, in ConcatOp.Args args, in CpuOperands b)
    {
        for (nint block = start; block < end; block++)
            new ReadOnlySpan<float>(b.A + (block * args.Block), args.Block)
                .CopyTo(new(b.Y + args.Start + (block * args.Row), args.Block));
    }
}

/// <summary>Its gradient: copies of the same blocks the other way.</summary>
internal sealed unsafe class TunedConcatGradient : VectorKernel<ConcatOp.Backward, ConcatOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in ConcatOp.Args args) =>
        (count / args.Block, VectorMap.SmallestShare / args.Block);

    protected override void Run<TVector>(int start, int end, in ConcatOp.Args args, in CpuOperands b)
    {
        for (nint block = start; block < end; block++)
            new ReadOnlySpan<float>(b.A + args.Start + (block * args.Row), args.Block)
                .CopyTo(new(b.Y + (block * args.Block), args.Block));
    }
}
