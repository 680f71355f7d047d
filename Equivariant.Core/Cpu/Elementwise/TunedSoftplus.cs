namespace Equivariant.Cpu;

/// <summary>log(1 + eˣ) by vectors, as x itself above 20.</summary>
internal sealed class TunedSoftplus : ITuned<SoftplusOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.ConditionalSelect(
            Vector.GreaterThan(a, new Vector<float>(20f)), a, Vector.Log(Vector<float>.One + Vector.Exp(a)));
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed class TunedSoftplusGradient : ITuned<SoftplusOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.ConditionalSelect(
            Vector.GreaterThan(b, new Vector<float>(20f)), a, a / (Vector<float>.One + Vector.Exp(-b)));
    }
}
