
namespace Equivariant.Cpu;

/// <summary>Descent with momentum by vectors, in the operations of the plain body: the same numbers to the bit.</summary>
internal sealed unsafe class TunedSgd : ITuned<SgdUpdate.WithMomentum, SgdUpdate.Args>
{
    public bool TryRun(CpuDevice device, int count, in SgdUpdate.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Elements(args, operands);
        device.Team.For(count, VectorMap.SmallestShare, ref range);
        return true;
    }

    private readonly struct Elements(in SgdUpdate.Args args, in Operands operands) : IRange
    {
        private readonly SgdUpdate.Args args = args;
        private readonly float* p = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* velocity = CpuDevice.Pointer<float>(operands.Y2);
        private readonly float* gradient = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var (rate, momentum) = (new Vector<float>((float)args.LearningRate), new Vector<float>((float)args.Momentum));
            var (fresh, decay) = (new Vector<float>((float)args.Fresh), new Vector<float>((float)args.WeightDecay));
            for (var i = start; i < end; i += Vector<float>.Count)
            {
                var parameter = Vector.Load(p + i);
                var direction = Vector.Load(gradient + i) + (decay * parameter);
                var v = (momentum * Vector.Load(velocity + i)) + (fresh * direction);
                Lanes.Store(v, velocity + i, end - i);
                if (args.Nesterov != 0)
                    v = direction + (momentum * v);
                Lanes.Store(parameter - (rate * v), p + i, end - i);
            }
        }
    }
}
