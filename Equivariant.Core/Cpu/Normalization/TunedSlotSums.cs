namespace Equivariant.Cpu;

/// <summary>The gradients of weight and bias, summed along the runs of each slot.</summary>
internal sealed unsafe class TunedSlotSums : ITuned<NormKernels.SlotSums, NormArgs>
{
    public bool TryRun(CpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (!NormRuns.Pay(args.SlotInner, operands))
            return false;
        VectorWidth.For(device, count, NormRuns.Share(args.SlotSize),
            new Slots(args, operands));
        return true;
    }

    private readonly struct Slots(in NormArgs args, in Operands operands) : IVectorRange
    {
        private readonly NormArgs args = args;
        private readonly float* dbias = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dweight = CpuDevice.Pointer<float>(operands.Y2);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.C);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.D);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var slot = start; slot < end; slot++)
            {
                var (sum, product) = (0.0, 0.0);
                for (var run = 0; run < args.SlotRuns; run++)
                {
                    var first = ((run * args.SlotCount) + slot) * args.SlotInner;
                    var group = args.Group(first);
                    var part = VectorSums.Moments<TVector>(dy + first, x + first, args.SlotInner, mean[group]);
                    sum += part.Sum;
                    product += part.Product / Math.Sqrt(variance[group] + args.Eps);
                }
                (dbias[slot], dweight[slot]) = ((float)sum, (float)product);
            }
        }
    }
}
