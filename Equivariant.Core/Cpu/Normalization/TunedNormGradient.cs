namespace Equivariant.Cpu;

/// <summary>The gradient of the input, run by run: dx = a·dy − b − c·(x − mean) with constants a, b, c.</summary>
internal sealed unsafe class TunedNormGradient : ITuned<NormKernels.Gradient, NormArgs>
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
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.C);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.D);
        private readonly float* means = CpuDevice.Pointer<float>(operands.E);
        private readonly float* weight = CpuDevice.Pointer<float>(operands.F);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var run = start; run < end; run++)
            {
                var first = run * args.SlotInner;
                var group = args.Group(first);
                var scale = 1 / Math.Sqrt(variance[group] + args.Eps);
                var factor = (float)(args.HasWeight != 0 ? scale * weight[args.Slot(first)] : scale);
                if (args.Frozen != 0)
                {
                    Scale<TVector>(dx + first, dy + first, args.SlotInner, factor);
                    continue;
                }
                Gradient<TVector>(dx + first, dy + first, x + first, args.SlotInner, mean[group], factor,
                    (float)(scale * means[group]), (float)(scale * scale * means[args.GroupCount + group]));
            }
        }

        private static void Scale<TVector>(float* dx, float* dy, int count, float a)
            where TVector : struct, IVector<TVector>
        {
            var factors = TVector.Fill(a);
            for (var i = 0; i < count; i += TVector.Count)
                TVector.Store(TVector.Load(dy + i) * factors, dx + i, count - i);
        }

        private static void Gradient<TVector>(float* dx, float* dy, float* x, int count, float mean, float a, float b, float c)
            where TVector : struct, IVector<TVector>
        {
            var (means, factors) = (TVector.Fill(mean), TVector.Fill(a));
            var (shifts, slopes) = (TVector.Fill(-b), TVector.Fill(-c));
            for (var i = 0; i < count; i += TVector.Count)
            {
                var constant = TVector.MultiplyAdd(TVector.Load(x + i) - means, slopes, shifts);
                TVector.Store(TVector.MultiplyAdd(TVector.Load(dy + i), factors, constant), dx + i, count - i);
            }
        }
    }
}
