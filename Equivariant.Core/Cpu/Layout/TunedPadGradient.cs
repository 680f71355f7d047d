namespace Equivariant.Cpu;

/// <summary>The gradient of padding, of cropping and of slicing, row by row: the rows that a row was copied to are added, then
/// their margins, in the order of the plain body.</summary>
internal sealed unsafe class TunedPadGradient : VectorKernel<PadOp.Backward, PadArgs>
{
    protected override (int Items, int Smallest) Share(int count, in PadArgs args) =>
        (count / args.N2, VectorMap.SmallestShare / args.N2);

    protected override void Run<TVector>(int start, int end, in PadArgs args, in CpuOperands b)
    {
        var (copies0, copies1) = (args.Copies(args.N0, args.M0), args.Copies(args.N1, args.M1));
        for (var row = start; row < end; row++)
        {
            var (block, i1) = Math.DivRem(row, args.N1);
            var (outer, i0) = Math.DivRem(block, args.N0);
            var target = b.Y + ((nint)row * args.N2);
            var isFirst = true;
            for (var c0 = 0; c0 < copies0; c0++)
            {
                var p0 = args.Target(c0, i0, args.N0, args.M0, args.B0);
                for (var c1 = 0; c1 < copies1 && p0 >= 0; c1++)
                {
                    var p1 = args.Target(c1, i1, args.N1, args.M1, args.B1);
                    if (p1 < 0)
                        continue;
                    AddRow(args, b.A + ((((((nint)outer * args.M0) + p0) * args.M1) + p1) * args.M2), target, isFirst);
                    isFirst = false;
                }
            }
            if (isFirst)
                new Span<float>(target, args.N2).Clear();
        }
    }

    private static void AddRow(in PadArgs args, float* source, float* target, bool isFirst)
    {
        // The elements that were not cut away.
        var first = Math.Min(Math.Max(0, -args.B2), args.N2);
        var last = Math.Max(first, Math.Min(args.N2, args.M2 - args.B2));
        if (isFirst)
        {
            new Span<float>(target, first).Clear();
            Strip.Copy(source + first + args.B2, target + first, last - first);
            new Span<float>(target + last, args.N2 - last).Clear();
        }
        else
        {
            Strip.AddTo(source + first + args.B2, target + first, last - first);
        }
        AddMargin(args, source, target, 0, Math.Min(args.B2, args.M2));
        AddMargin(args, source, target, Math.Max(0, args.B2 + args.N2), args.M2);
    }

    /// <summary>Adds what was copied from elsewhere in the row, if it was.</summary>
    private static void AddMargin(in PadArgs args, float* source, float* target, int from, int to)
    {
        for (var p = from; p < to; p++)
        {
            var i = args.Source(p, args.N2, args.B2);
            if (i < 0)
                return;
            target[i] += source[p];
        }
    }
}
