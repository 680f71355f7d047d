namespace Equivariant.Cpu;

/// <summary>Quotients by vectors.</summary>
internal sealed class TunedDivide : ITuned<Binary.Kernel<DivideOp.Function>, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        VectorBroadcast.TryRun<Function>(device, count, args, operands);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a / b;
    }
}
