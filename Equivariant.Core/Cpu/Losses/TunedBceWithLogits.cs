namespace Equivariant.Cpu;

/// <summary>Binary cross-entropy without weights by vectors: logits in A, targets in B.</summary>
internal sealed class TunedBceWithLogits : ITuned<BceWithLogitsOp.Forward, BceWithLogitsOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in BceWithLogitsOp.Args args, in Operands operands) =>
        args is { Weighted: 0, PosWeighted: 0 } && VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var one = Vector<float>.One;
            var e = Vector.Exp(-Vector.Abs(a));
            var sum = one + e;
            var logarithm = Vector.ConditionalSelect(Vector.Equals(sum, one), e, Vector.Log(sum) * e / (sum - one));
            var isAbove = Vector.GreaterThan(a, Vector<float>.Zero);
            var yes = Vector.ConditionalSelect(isAbove, logarithm, logarithm - a);
            var no = Vector.ConditionalSelect(isAbove, logarithm + a, logarithm);
            return (b * yes) + ((one - b) * no);
        }
    }
}

/// <summary>Its gradient: that of the losses in E.</summary>
internal sealed class TunedBceWithLogitsGradient : ITuned<BceWithLogitsOp.Backward, BceWithLogitsOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in BceWithLogitsOp.Args args, in Operands operands) =>
        args is { Weighted: 0, PosWeighted: 0 } && VectorMap.TryRun(device, count,
            new Operands { Y = operands.Y, A = operands.A, B = operands.B, C = operands.E }, new Function(), 4);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            var one = Vector<float>.One;
            var e = Vector.Exp(-Vector.Abs(a));
            var (near, far) = (one / (one + e), e / (one + e));
            var isAbove = Vector.GreaterThan(a, Vector<float>.Zero);
            return c * (((one - b) * Vector.ConditionalSelect(isAbove, near, far))
                - (b * Vector.ConditionalSelect(isAbove, far, near)));
        }
    }
}
