namespace Equivariant.Cpu;

/// <summary>What the gradient of group and instance norm subtracts, summed along the runs on which the weight is
/// constant.</summary>
internal sealed unsafe class TunedGroupMeans : ITuned<NormKernels.GroupMeans, NormArgs>
{
    public bool TryRun(CpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (!NormRuns.Pay(args.SlotInner, operands))
            return false;
        VectorWidth.For(device, count, NormRuns.Share(args.GroupSize),
            new Groups(args, operands));
        return true;
    }

    private readonly struct Groups(in NormArgs args, in Operands operands) : IVectorRange
    {
        private readonly NormArgs args = args;
        private readonly float* means = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.C);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.D);
        private readonly float* weight = CpuDevice.Pointer<float>(operands.E);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var group = start; group < end; group++)
            {
                var (sum, product) = (0.0, 0.0);
                for (var run = 0; run < args.GroupRuns; run++)
                {
                    var first = ((run * args.GroupCount) + group) * args.GroupInner;
                    for (var k = first; k < first + args.GroupInner; k += args.SlotInner)
                    {
                        var part = VectorSums.Moments<TVector>(dy + k, x + k, args.SlotInner, mean[group]);
                        var factor = args.HasWeight != 0 ? weight[args.Slot(k)] : 1.0;
                        sum += factor * part.Sum;
                        product += factor * part.Product;
                    }
                }
                means[group] = (float)(sum / args.GroupSize);
                means[args.GroupCount + group] = (float)(product / args.GroupSize / Math.Sqrt(variance[group] + args.Eps));
            }
        }
    }
}
