namespace Equivariant.Cpu;

/// <summary>The gradient of relu by vectors: dy in A, x in B.</summary>
internal sealed class TunedReluGradient : ITuned<ReluOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun<Function>(device, count, operands);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.LessThanOrEqual(b, Vector<float>.Zero), Vector<float>.Zero, a);
    }
}
