namespace Equivariant.Cpu;

/// <summary>Descent with momentum by vectors, in the operations of the plain body: the same numbers to the bit.</summary>
internal sealed unsafe class TunedSgd : VectorKernel<SgdUpdate.WithMomentum, SgdUpdate.Args>
{
    protected override (int Items, int Smallest) Share(int count, in SgdUpdate.Args args) => (count, VectorMap.SmallestShare);

    protected override void Run<TVector>(int start, int end, in SgdUpdate.Args args, in CpuOperands b)
    {
        float* p = b.Y, velocity = b.Y2, gradient = b.A;
        var (rate, momentum) = (TVector.Of(args.LearningRate), TVector.Of(args.Momentum));
        var (fresh, decay) = (TVector.Of(args.Fresh), TVector.Of(args.WeightDecay));
        for (var i = start; i < end; i += TVector.Count)
        {
            var parameter = TVector.Load(p + i);
            var direction = TVector.Load(gradient + i) + (decay * parameter);
            var v = (momentum * TVector.Load(velocity + i)) + (fresh * direction);
            TVector.Store(v, velocity + i, end - i);
            if (args.Nesterov != 0)
                v = direction + (momentum * v);
            TVector.Store(parameter - (rate * v), p + i, end - i);
        }
    }
}

/// <summary>Descent without momentum by vectors.</summary>
internal sealed class TunedPlainSgd : ITuned<SgdUpdate.Plain, SgdUpdate.Args>
{
    public bool TryRun(CpuDevice device, int count, in SgdUpdate.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands with { B = operands.Y }, new Function(args));

    private readonly struct Function(SgdUpdate.Args args) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector gradient, TVector p, TVector unused) =>
            p - (TVector.Of(args.LearningRate) * (gradient + (TVector.Of(args.WeightDecay) * p)));
    }
}
