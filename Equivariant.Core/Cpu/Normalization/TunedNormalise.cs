namespace Equivariant.Cpu;

/// <summary>Normalises run by run: within one, mean, variance, weight and bias are constant.</summary>
internal sealed unsafe class TunedNormalise : ITuned<NormKernels.Normalise, NormArgs>
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
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.B);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.C);
        private readonly float* weight = CpuDevice.Pointer<float>(operands.D);
        private readonly float* bias = CpuDevice.Pointer<float>(operands.E);

        public void Run(int start, int end)
        {
            for (var run = start; run < end; run++)
            {
                var first = run * args.SlotInner;
                var (group, slot) = (args.Group(first), args.Slot(first));
                var scale = (float)(1 / Math.Sqrt(variance[group] + args.Eps));
                if (args.HasWeight != 0)
                    scale *= weight[slot];
                Normalise(y + first, x + first, args.SlotInner, mean[group], scale, args.HasBias != 0 ? bias[slot] : 0);
            }
        }

        private static void Normalise(float* y, float* x, int count, float mean, float scale, float shift)
        {
            var (means, scales, shifts) = (new Vector<float>(mean), new Vector<float>(scale), new Vector<float>(shift));
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                Vector.FusedMultiplyAdd(Vector.Load(x + i) - means, scales, shifts).Store(y + i);
            for (; i < count; i++)
                y[i] = ((x[i] - mean) * scale) + shift;
        }
    }
}
