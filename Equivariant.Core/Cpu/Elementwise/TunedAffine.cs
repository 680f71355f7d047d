namespace Equivariant.Cpu;

/// <summary>A straight line by vectors.</summary>
internal sealed class TunedAffine : ITuned<AffineOp.Forward, AffineOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in AffineOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 1);

    private readonly struct Function(AffineOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> scale = new((float)args.Scale), shift = new((float)args.Shift);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => (a * scale) + shift;
    }
}

/// <summary>Its gradient: dy in A.</summary>
internal sealed class TunedAffineGradient : ITuned<AffineOp.Backward, AffineOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in AffineOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 1);

    private readonly struct Function(AffineOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> scale = new((float)args.Scale);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * scale;
    }
}
