namespace Equivariant.Cpu;

/// <summary>x · Φ(x) by vectors.</summary>
internal sealed class TunedGelu : ITuned<GeluOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * VectorMath.NormalCumulative(a);
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed class TunedGeluGradient : ITuned<GeluOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var density = 0.3989422804f * Vector.Exp(b * b * -0.5f);
            return a * (VectorMath.NormalCumulative(b) + (b * density));
        }
    }
}
