namespace Equivariant.Cpu;

/// <summary>Exponential linear units by vectors.</summary>
internal sealed class TunedElu : ITuned<EluOp.Forward, EluOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in EluOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 4);

    private readonly struct Function(EluOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> alpha = new((float)args.Alpha);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(
                Vector.GreaterThan(a, Vector<float>.Zero), a, alpha * (Vector.Exp(a) - Vector<float>.One));
    }
}

/// <summary>Their gradient: dy in A, x in B, y in C.</summary>
internal sealed class TunedEluGradient : ITuned<EluOp.Backward, EluOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in EluOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 1);

    private readonly struct Function(EluOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> alpha = new((float)args.Alpha);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.GreaterThan(b, Vector<float>.Zero), a, a * (c + alpha));
    }
}
