namespace Equivariant.Cpu;

/// <summary>What the gradient of group and instance norm subtracts, summed along the runs on which the weight is
/// constant.</summary>
internal sealed unsafe class TunedGroupMeans : VectorKernel<NormKernels.GroupMeans, NormArgs>
{
    protected override (int Items, int Smallest) Share(int count, in NormArgs args) =>
        NormRuns.Share(count, args.SlotInner, args.GroupSize);

    protected override void Run<TVector>(int start, int end, in NormArgs args, in CpuOperands b)
    {
        float* means = b.Y, dy = b.A, x = b.B, mean = b.C, variance = b.D, weight = b.E;
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

/// <summary>The gradients of weight and bias, summed along the runs of each slot.</summary>
internal sealed unsafe class TunedSlotSums : VectorKernel<NormKernels.SlotSums, NormArgs>
{
    protected override (int Items, int Smallest) Share(int count, in NormArgs args) =>
        NormRuns.Share(count, args.SlotInner, args.SlotSize);

    protected override void Run<TVector>(int start, int end, in NormArgs args, in CpuOperands b)
    {
        float* dy = b.A, x = b.B, mean = b.C, variance = b.D;
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
            (b.Y[slot], b.Y2[slot]) = ((float)sum, (float)product);
        }
    }
}

/// <summary>The gradient of the input, run by run: dx = a·dy − b − c·(x − mean) with constants a, b, c.</summary>
internal sealed unsafe class TunedNormGradient : VectorKernel<NormKernels.Gradient, NormArgs>
{
    protected override (int Items, int Smallest) Share(int count, in NormArgs args) =>
        NormRuns.Share(count / args.SlotInner, args.SlotInner, args.SlotInner);

    protected override void Run<TVector>(int start, int end, in NormArgs args, in CpuOperands b)
    {
        float* mean = b.C, variance = b.D, means = b.E, weight = b.F;
        var length = args.SlotInner;
        for (var run = start; run < end; run++)
        {
            var first = run * length;
            float* dx = b.Y + first, dy = b.A + first, x = b.B + first;
            var group = args.Group(first);
            var scale = 1 / Math.Sqrt(variance[group] + args.Eps);
            var factors = TVector.Fill((float)(args.HasWeight != 0 ? scale * weight[args.Slot(first)] : scale));
            if (args.Frozen != 0)
            {
                for (var i = 0; i < length; i += TVector.Count)
                    TVector.Store(TVector.Load(dy + i) * factors, dx + i, length - i);
                continue;
            }
            var centre = TVector.Fill(mean[group]);
            var shifts = TVector.Fill(-(float)(scale * means[group]));
            var slopes = TVector.Fill(-(float)(scale * scale * means[args.GroupCount + group]));
            for (var i = 0; i < length; i += TVector.Count)
            {
                var constant = TVector.MultiplyAdd(TVector.Load(x + i) - centre, slopes, shifts);
                TVector.Store(TVector.MultiplyAdd(TVector.Load(dy + i), factors, constant), dx + i, length - i);
            }
        }
    }
}
