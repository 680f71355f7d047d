namespace Equivariant.Cpu;

/// <summary>Square roots by vectors.</summary>
internal sealed class TunedSqrt : ITuned<SqrtOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.SquareRoot(a);
    }
}

/// <summary>Their gradient: dy in A, y in C.</summary>
internal sealed class TunedSqrtGradient : ITuned<SqrtOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            a / (c + c);
    }
}
