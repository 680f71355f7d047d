namespace Equivariant.Cpu;

/// <summary>The gradient of the input, run by run: dx = a·dy − b − c·(x − mean) with constants a, b, c.</summary>
internal sealed unsafe class TunedNormGradient : ITuned<NormKernels.Gradient, NormArgs>
{
    public bool TryRun(CpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (!NormRuns.Pay(args.SlotInner, operands))
            return false;
        var range = new Runs(args, operands);
        device.Team.For(count / args.SlotInner, NormRuns.Share(args.SlotInner), ref range);
        return true;
    }

    private readonly struct Runs(in NormArgs args, in Operands operands) : IRange
    {
        private readonly NormArgs args = args;
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.C);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.D);
        private readonly float* means = CpuDevice.Pointer<float>(operands.E);
        private readonly float* weight = CpuDevice.Pointer<float>(operands.F);

        public void Run(int start, int end)
        {
            for (var run = start; run < end; run++)
            {
                var first = run * args.SlotInner;
                var group = args.Group(first);
                var scale = 1 / Math.Sqrt(variance[group] + args.Eps);
                var factor = (float)(args.HasWeight != 0 ? scale * weight[args.Slot(first)] : scale);
                if (args.Frozen != 0)
                {
                    Scale(dx + first, dy + first, args.SlotInner, factor);
                    continue;
                }
                Gradient(dx + first, dy + first, x + first, args.SlotInner, mean[group], factor,
                    (float)(scale * means[group]), (float)(scale * scale * means[args.GroupCount + group]));
            }
        }

        private static void Scale(float* dx, float* dy, int count, float a)
        {
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                (Vector.Load(dy + i) * a).Store(dx + i);
            for (; i < count; i++)
                dx[i] = dy[i] * a;
        }

        private static void Gradient(float* dx, float* dy, float* x, int count, float mean, float a, float b, float c)
        {
            var (means, factors) = (new Vector<float>(mean), new Vector<float>(a));
            var (shifts, slopes) = (new Vector<float>(-b), new Vector<float>(-c));
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                var constant = Vector.FusedMultiplyAdd(Vector.Load(x + i) - means, slopes, shifts);
                Vector.FusedMultiplyAdd(Vector.Load(dy + i), factors, constant).Store(dx + i);
            }
            for (; i < count; i++)
                dx[i] = (a * dy[i]) - b - (c * (x[i] - mean));
        }
    }
}
