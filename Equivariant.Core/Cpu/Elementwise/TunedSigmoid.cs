namespace Equivariant.Cpu;

/// <summary>The logistic function by vectors.</summary>
internal sealed class TunedSigmoid : ITuned<SigmoidOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => VectorMath.Sigmoid(a);
    }
}

/// <summary>Its gradient: dy in A, y in C.</summary>
internal sealed class TunedSigmoidGradient : ITuned<SigmoidOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * c * (Vector<float>.One - c);
    }
}
