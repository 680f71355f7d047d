namespace Equivariant.Cpu;

/// <summary>Logarithms by vectors.</summary>
internal sealed class TunedLog : ITuned<LogOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.Log(a);
    }
}

/// <summary>Their gradient: dy in A, x in B.</summary>
internal sealed class TunedLogGradient : ITuned<LogOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            a / b;
    }
}
