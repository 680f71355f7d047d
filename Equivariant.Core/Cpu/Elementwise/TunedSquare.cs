namespace Equivariant.Cpu;

/// <summary>Squares by vectors.</summary>
internal sealed class TunedSquare : ITuned<SquareOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * a;
    }
}

/// <summary>Their gradient: dy in A, x in B.</summary>
internal sealed class TunedSquareGradient : ITuned<SquareOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * (b + b);
    }
}
