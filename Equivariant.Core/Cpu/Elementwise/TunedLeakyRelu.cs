namespace Equivariant.Cpu;

/// <summary>Leaky relu by vectors.</summary>
internal sealed class TunedLeakyRelu : ITuned<LeakyReluOp.Forward, LeakyReluOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in LeakyReluOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 1);

    private readonly struct Function(LeakyReluOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> slope = new((float)args.Slope);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<float>.Zero), a, a * slope);
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed class TunedLeakyReluGradient : ITuned<LeakyReluOp.Backward, LeakyReluOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in LeakyReluOp.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(args), 1);

    private readonly struct Function(LeakyReluOp.Args args) : IVectorFunction
    {
        private readonly Vector<float> slope = new((float)args.Slope);

        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.GreaterThan(b, Vector<float>.Zero), a, a * slope);
    }
}
