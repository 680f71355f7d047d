namespace Equivariant.Cpu;

/// <summary>The hyperbolic tangent by vectors.</summary>
internal sealed class TunedTanh : ITuned<TanhOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => VectorMath.Tanh(a);
    }
}

/// <summary>Its gradient: dy in A, y in C.</summary>
internal sealed class TunedTanhGradient : ITuned<TanhOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * (Vector<float>.One - (c * c));
    }
}
