namespace Equivariant.Cpu;

/// <summary>The gradient of padding, of cropping and of slicing, row by row: the rows that a row was copied to are added, then
/// their margins, in the order of the plain body.</summary>
internal sealed unsafe class TunedPadGradient : ITuned<PadOp.Backward, PadArgs>
{
    public bool TryRun(CpuDevice device, int count, in PadArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Rows(args, operands);
        device.Team.For(count / args.N2, 16_384 / args.N2, ref range);
        return true;
    }

    private readonly struct Rows : IRange
    {
        private readonly PadArgs args;
        private readonly float* dx, dy;
        private readonly int copies0, copies1;

        /// <summary>The elements of a row that were not cut away.</summary>
        private readonly int first, last;

        public Rows(in PadArgs args, in Operands operands)
        {
            this.args = args;
            dx = CpuDevice.Pointer<float>(operands.Y);
            dy = CpuDevice.Pointer<float>(operands.A);
            (copies0, copies1) = (args.Copies(args.N0, args.M0), args.Copies(args.N1, args.M1));
            first = Math.Min(Math.Max(0, -args.B2), args.N2);
            last = Math.Max(first, Math.Min(args.N2, args.M2 - args.B2));
        }

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                var (block, i1) = Math.DivRem(row, args.N1);
                var (outer, i0) = Math.DivRem(block, args.N0);
                var target = dx + ((nint)row * args.N2);
                var isFirst = true;
                for (var c0 = 0; c0 < copies0; c0++)
                {
                    var p0 = args.Target(c0, i0, args.N0, args.M0, args.B0);
                    for (var c1 = 0; c1 < copies1 && p0 >= 0; c1++)
                    {
                        var p1 = args.Target(c1, i1, args.N1, args.M1, args.B1);
                        if (p1 < 0)
                            continue;
                        AddRow(dy + ((((((nint)outer * args.M0) + p0) * args.M1) + p1) * args.M2), target, isFirst);
                        isFirst = false;
                    }
                }
                if (isFirst)
                    new Span<float>(target, args.N2).Clear();
            }
        }

        private void AddRow(float* source, float* target, bool isFirst)
        {
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
            AddMargin(source, target, 0, Math.Min(args.B2, args.M2));
            AddMargin(source, target, Math.Max(0, args.B2 + args.N2), args.M2);
        }

        /// <summary>Adds what was copied from elsewhere in the row, if it was.</summary>
        private void AddMargin(float* source, float* target, int from, int to)
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
}
