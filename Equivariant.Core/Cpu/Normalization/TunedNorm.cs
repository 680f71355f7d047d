namespace Equivariant.Cpu;

/// <summary>When the tuned norms, which work along contiguous runs, are worth it.</summary>
internal static class NormRuns
{
    /// <summary>Shorter runs are left to the plain bodies: one vector of the widest kind is half empty.</summary>
    private const int Shortest = 8;

    /// <summary>Values below which another core does not pay.</summary>
    private const int SmallestShare = 8192;

    public static (int Items, int Smallest) Share(int items, int run, int itemSize) =>
        run < Shortest ? default : (items, 1 + (SmallestShare / itemSize));
}

/// <summary>
/// Mean and variance in one pass over memory: each block of a few thousand values is summed twice while it lies in the cache, and
/// the blocks' moments are merged in double precision (Chan, Golub &amp; LeVeque 1979).
/// </summary>
internal sealed unsafe class TunedMoments : VectorKernel<NormKernels.Moments, NormArgs>
{
    /// <summary>Values of a block: 16 KiB, half of the smallest first-level cache.</summary>
    private const int BlockSize = 4096;

    protected override (int Items, int Smallest) Share(int count, in NormArgs args) =>
        NormRuns.Share(count, args.GroupInner, args.GroupSize);

    protected override void Run<TVector>(int start, int end, in NormArgs args, in CpuOperands b)
    {
        var (inner, step) = (args.GroupInner, args.GroupInner * args.GroupCount);
        var runsPerBlock = Math.Max(1, BlockSize / inner);
        for (var group = start; group < end; group++)
        {
            var x = b.A + ((long)group * inner);
            var (count, centre, squares) = (0L, 0.0, 0.0);
            for (var first = 0; first < args.GroupRuns; first += runsPerBlock)
            {
                var last = Math.Min(args.GroupRuns, first + runsPerBlock);
                var sum = 0.0;
                for (var run = first; run < last; run++)
                    sum += VectorSums.Sum<TVector>(x + ((long)run * step), inner);
                var size = (last - first) * inner;
                var middle = (float)(sum / size);
                var distances = 0.0;
                for (var run = first; run < last; run++)
                    distances += VectorSums.SquaredDistances<TVector>(x + ((long)run * step), inner, middle);
                // The sum of squares about the true mean is smaller than that about its single-precision neighbour.
                var slip = (sum / size) - middle;
                distances -= slip * slip * size;
                var shift = (sum / size) - centre;
                var total = count + size;
                centre += shift * size / total;
                squares += distances + (shift * shift * count * size / total);
                count = total;
            }
            (b.Y[group], b.Y2[group]) = ((float)centre, (float)Math.Max(0, squares / count));
        }
    }
}

/// <summary>Normalises run by run: within one, mean, variance, weight and bias are constant.</summary>
internal sealed unsafe class TunedNormalise : VectorKernel<NormKernels.Normalise, NormArgs>
{
    protected override (int Items, int Smallest) Share(int count, in NormArgs args) =>
        NormRuns.Share(count / args.SlotInner, args.SlotInner, args.SlotInner);

    protected override void Run<TVector>(int start, int end, in NormArgs args, in CpuOperands b)
    {
        float* mean = b.B, variance = b.C, weight = b.D, bias = b.E;
        var length = args.SlotInner;
        for (var run = start; run < end; run++)
        {
            var first = run * length;
            var (group, slot) = (args.Group(first), args.Slot(first));
            var scale = (float)(1 / Math.Sqrt(variance[group] + args.Eps));
            if (args.HasWeight != 0)
                scale *= weight[slot];
            float* x = b.A + first, y = b.Y + first;
            var (means, scales) = (TVector.Fill(mean[group]), TVector.Fill(scale));
            var shifts = TVector.Fill(args.HasBias != 0 ? bias[slot] : 0);
            for (var i = 0; i < length; i += TVector.Count)
                TVector.Store(TVector.MultiplyAdd(TVector.Load(x + i) - means, scales, shifts), y + i, length - i);
        }
    }
}
