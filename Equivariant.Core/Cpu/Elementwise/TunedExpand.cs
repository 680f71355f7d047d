namespace Equivariant.Cpu;

/// <summary>Repetition along axes, the gradient of a sum, by vectors.</summary>
internal sealed class TunedExpand : ITuned<SumOp.Repeat, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        VectorBroadcast.TryRun<Function>(device, count, args, new Operands { Y = operands.Y, A = operands.A, B = operands.A });

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a;
    }
}
