namespace Equivariant.Cpu;

/// <summary>Exponentials by vectors.</summary>
internal sealed class TunedExp : ITuned<ExpOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Exp(a);
    }
}

/// <summary>Their gradient: dy in A, y in C.</summary>
internal sealed class TunedExpGradient : ITuned<ExpOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            a * c;
    }
}
