
namespace Equivariant.Cpu;

/// <summary>Adam by vectors, in the operations of the plain body: the same numbers to the bit.</summary>
internal sealed unsafe class TunedAdam : ITuned<AdamUpdate.Kernel, AdamUpdate.Args>
{
    public bool TryRun(CpuDevice device, int count, in AdamUpdate.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Elements(args, operands);
        device.Team.For(count, VectorMap.SmallestShare / 4, ref range);
        return true;
    }

    private readonly struct Elements(in AdamUpdate.Args args, in Operands operands) : IRange
    {
        private readonly AdamUpdate.Args args = args;
        private readonly float* p = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* mean = CpuDevice.Pointer<float>(operands.Y2);
        private readonly float* gradient = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            float* square = mean + args.Count, largest = square + args.Count;
            var (beta1, fresh1) = (Fill(args.Beta1), Fill(1 - args.Beta1));
            var (beta2, fresh2) = (Fill(args.Beta2), Fill(1 - args.Beta2));
            var (correction, epsilon) = (Fill(args.RootCorrection), Fill(args.Epsilon));
            var (stepSize, decay, shrink) = (Fill(args.StepSize), Fill(args.WeightDecay), Fill(args.Shrink));
            for (var i = start; i < end; i += Vector<float>.Count)
            {
                var parameter = Vector.Load(p + i);
                var g = Vector.Load(gradient + i) + (decay * parameter);
                var m = (beta1 * Vector.Load(mean + i)) + (fresh1 * g);
                var v = (beta2 * Vector.Load(square + i)) + (fresh2 * g * g);
                Lanes.Store(m, mean + i, end - i);
                Lanes.Store(v, square + i, end - i);
                if (args.AmsGrad != 0)
                {
                    var before = Vector.Load(largest + i);
                    v = Vector.ConditionalSelect(Vector.GreaterThan(v, before), v, before);
                    Lanes.Store(v, largest + i, end - i);
                }
                var denominator = (Vector.SquareRoot(v) / correction) + epsilon;
                Lanes.Store((parameter * shrink) - (stepSize * m / denominator), p + i, end - i);
            }
        }

        private static Vector<float> Fill(double value) => new((float)value);
    }
}
