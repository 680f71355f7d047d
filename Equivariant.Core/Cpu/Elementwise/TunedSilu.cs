namespace Equivariant.Cpu;

/// <summary>x · sigmoid(x) by vectors.</summary>
internal sealed class TunedSilu : ITuned<SiluOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * VectorMath.Sigmoid(a);
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed class TunedSiluGradient : ITuned<SiluOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var s = VectorMath.Sigmoid(b);
            return a * s * (Vector<float>.One + (b * (Vector<float>.One - s)));
        }
    }
}
