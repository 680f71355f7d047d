namespace Equivariant.Cpu;

/// <summary>Adam by vectors, in the operations of the plain body: the same numbers to the bit.</summary>
internal sealed unsafe class TunedAdam : VectorKernel<AdamUpdate.Kernel, AdamUpdate.Args>
{
    protected override (int Items, int Smallest) Share(int count, in AdamUpdate.Args args) =>
        (count, VectorMap.SmallestShare / 4);

    protected override void Run<TVector>(int start, int end, in AdamUpdate.Args args, in CpuOperands b)
    {
        float* p = b.Y, gradient = b.A, mean = b.Y2, square = mean + args.Count, largest = square + args.Count;
        var (beta1, fresh1) = (TVector.Of(args.Beta1), TVector.Of(1 - args.Beta1));
        var (beta2, fresh2) = (TVector.Of(args.Beta2), TVector.Of(1 - args.Beta2));
        var (correction, epsilon) = (TVector.Of(args.RootCorrection), TVector.Of(args.Epsilon));
        var (stepSize, decay, shrink) = (TVector.Of(args.StepSize), TVector.Of(args.WeightDecay), TVector.Of(args.Shrink));
        for (var i = start; i < end; i += TVector.Count)
        {
            var parameter = TVector.Load(p + i);
            var g = TVector.Load(gradient + i) + (decay * parameter);
            var m = (beta1 * TVector.Load(mean + i)) + (fresh1 * g);
            var v = (beta2 * TVector.Load(square + i)) + (fresh2 * g * g);
            TVector.Store(m, mean + i, end - i);
            TVector.Store(v, square + i, end - i);
            if (args.AmsGrad != 0)
            {
                var before = TVector.Load(largest + i);
                v = TVector.WhereLess(before, v, v, before);
                TVector.Store(v, largest + i, end - i);
            }
            var denominator = (TVector.Sqrt(v) / correction) + epsilon;
            TVector.Store((parameter * shrink) - (stepSize * m / denominator), p + i, end - i);
        }
    }
}
