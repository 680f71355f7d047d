namespace Equivariant.Cpu;

/// <summary>
/// Mean and variance in one pass over memory: each block of a few thousand values is summed twice while it lies in the cache, and
/// the blocks' moments are merged in double precision (Chan, Golub &amp; LeVeque 1979).
/// </summary>
internal sealed unsafe class TunedMoments : ITuned<NormKernels.Moments, NormArgs>
{
    /// <summary>Values of a block: 16 KiB, half of the smallest first-level cache.</summary>
    private const int BlockSize = 4096;

    public bool TryRun(CpuDevice device, int count, in NormArgs args, in Operands operands)
    {
        if (!NormRuns.Pay(args.GroupInner, operands))
            return false;
        VectorWidth.For(device, count, NormRuns.Share(args.GroupSize),
            new Groups(args, operands));
        return true;
    }

    private readonly struct Groups(in NormArgs args, in Operands operands) : IVectorRange
    {
        private readonly NormArgs args = args;
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* variance = CpuDevice.Pointer<float>(operands.Y2);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var group = start; group < end; group++)
                Group<TVector>(group);
        }

        private void Group<TVector>(int group) where TVector : struct, IVector<TVector>
        {
            var (inner, step) = (args.GroupInner, args.GroupInner * args.GroupCount);
            var runsPerBlock = Math.Max(1, BlockSize / inner);
            var (count, centre, squares) = (0L, 0.0, 0.0);
            for (var first = 0; first < args.GroupRuns; first += runsPerBlock)
            {
                var last = Math.Min(args.GroupRuns, first + runsPerBlock);
                var block = x + ((long)group * inner);
                var sum = 0.0;
                for (var run = first; run < last; run++)
                    sum += VectorSums.Sum<TVector>(block + ((long)run * step), inner);
                var size = (last - first) * inner;
                var middle = (float)(sum / size);
                var distances = 0.0;
                for (var run = first; run < last; run++)
                    distances += VectorSums.SquaredDistances<TVector>(block + ((long)run * step), inner, middle);
                // The sum of squares about the true mean is smaller than that about its single-precision neighbour.
                var slip = (sum / size) - middle;
                distances -= slip * slip * size;
                var shift = (sum / size) - centre;
                var total = count + size;
                centre += shift * size / total;
                squares += distances + (shift * shift * count * size / total);
                count = total;
            }
            mean[group] = (float)centre;
            variance[group] = (float)Math.Max(0, squares / count);
        }
    }
}
