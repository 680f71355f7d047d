namespace Equivariant.Cpu;

/// <summary>The approximate gelu by vectors.</summary>
internal sealed class TunedGeluTanh : ITuned<GeluTanhOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var t = VectorMath.Tanh(0.7978845608f * (a + (0.044715f * a * a * a)));
            return a * 0.5f * (Vector<float>.One + t);
        }
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed class TunedGeluTanhGradient : ITuned<GeluTanhOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var t = VectorMath.Tanh(0.7978845608f * (b + (0.044715f * b * b * b)));
            var slope = 0.7978845608f * (Vector<float>.One + (3 * 0.044715f * b * b));
            return a * 0.5f * (Vector<float>.One + t + (b * (Vector<float>.One - (t * t)) * slope));
        }
    }
}
