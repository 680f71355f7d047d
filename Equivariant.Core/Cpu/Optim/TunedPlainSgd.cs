
namespace Equivariant.Cpu;

/// <summary>Descent without momentum by vectors.</summary>
internal sealed unsafe class TunedPlainSgd : ITuned<SgdUpdate.Plain, SgdUpdate.Args>
{
    public bool TryRun(CpuDevice device, int count, in SgdUpdate.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands with { B = operands.Y }, new Function(args));

    private readonly struct Function(SgdUpdate.Args args) : IVectorFunction
    {
        private readonly Vector<float> rate = new((float)args.LearningRate);
        private readonly Vector<float> decay = new((float)args.WeightDecay);

        public Vector<float> Apply(Vector<float> gradient, Vector<float> p, Vector<float> unused) =>
            p - (rate * (gradient + (decay * p)));
    }
}
