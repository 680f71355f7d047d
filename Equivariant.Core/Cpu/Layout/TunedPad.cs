namespace Equivariant.Cpu;

/// <summary>Padding row by row: the inside of a row is copied as a whole, only its margins are looked up.</summary>
internal sealed unsafe class TunedPad : VectorKernel<PadOp.Forward, PadArgs>
{
    protected override (int Items, int Smallest) Share(int count, in PadArgs args) =>
        (count / args.M2, VectorMap.SmallestShare / args.M2);

    protected override void Run<TVector>(int start, int end, in PadArgs args, in CpuOperands b)
    {
        var first = Math.Min(Math.Max(0, args.B2), args.M2);
        var last = Math.Max(first, Math.Min(args.M2, args.B2 + args.N2));
        for (var row = start; row < end; row++)
        {
            var (block, p1) = Math.DivRem(row, args.M1);
            var (outer, p0) = Math.DivRem(block, args.M0);
            var (i0, i1) = (args.Source(p0, args.N0, args.B0), args.Source(p1, args.N1, args.B1));
            var target = new Span<float>(b.Y + ((nint)row * args.M2), args.M2);
            if (i0 < 0 || i1 < 0)
            {
                target.Fill((float)args.Value);
                continue;
            }
            var source = new ReadOnlySpan<float>(b.A + ((((((nint)outer * args.N0) + i0) * args.N1) + i1) * args.N2), args.N2);
            if (last > first)
                source[(first - args.B2)..(last - args.B2)].CopyTo(target[first..]);
            Margin(args, target, source, 0, first);
            Margin(args, target, source, last, args.M2);
        }
    }

    private static void Margin(in PadArgs args, Span<float> target, ReadOnlySpan<float> source, int from, int to)
    {
        for (var p = from; p < to; p++)
            target[p] = args.Source(p, args.N2, args.B2) is var i && i < 0 ? (float)args.Value : source[i];
    }
}
