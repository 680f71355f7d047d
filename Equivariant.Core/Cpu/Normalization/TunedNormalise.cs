namespace Equivariant.Cpu;

/// <summary>Normalises run by run: within one, mean, variance, weight and bias are constant.</summary>
internal sealed unsafe class TunedNormalise : ITuned<NormKernels.Normalise, NormArgs>
{
    public bool TryRun(CpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (!NormRuns.Pay(args.SlotInner, operands))
            return false;
        VectorWidth.For(device, count / args.SlotInner, NormRuns.Share(args.SlotInner), new Runs(args, operands));
        return true;
    }

    private readonly struct Runs(in NormArgs args, in Operands operands) : IVectorRange
    {
        private readonly NormArgs args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.B);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.C);
        private readonly float* weight = CpuDevice.Pointer<float>(operands.D);
        private readonly float* bias = CpuDevice.Pointer<float>(operands.E);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var run = start; run < end; run++)
            {
                var first = run * args.SlotInner;
                var (group, slot) = (args.Group(first), args.Slot(first));
                var scale = (float)(1 / Math.Sqrt(variance[group] + args.Eps));
                if (args.HasWeight != 0)
                    scale *= weight[slot];
                Normalise<TVector>(y + first, x + first, args.SlotInner, mean[group], scale, args.HasBias != 0 ? bias[slot] : 0);
            }
        }

        private static void Normalise<TVector>(float* y, float* x, int count, float mean, float scale, float shift)
            where TVector : struct, IVector<TVector>
        {
            var (means, scales, shifts) = (TVector.Fill(mean), TVector.Fill(scale), TVector.Fill(shift));
            for (var i = 0; i < count; i += TVector.Count)
                TVector.Store(TVector.MultiplyAdd(TVector.Load(x + i) - means, scales, shifts), y + i, count - i);
        }
    }
}
