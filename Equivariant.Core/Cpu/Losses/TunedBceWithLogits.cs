namespace Equivariant.Cpu;

/// <summary>Binary cross-entropy without weights by vectors: logits in A, targets in B.</summary>
internal sealed class TunedBceWithLogits : ITuned<BceWithLogitsOp.Forward, BceWithLogitsOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in BceWithLogitsOp.Args args, in Operands operands) =>
        args is { Weighted: 0, PosWeighted: 0 } && VectorMap.TryRun(device, count, operands, new Function(), 8);

    private readonly struct Function : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c)
        {
            var one = TVector.Of(1);
            var e = TVector.Exp(-TVector.Abs(a));
            var sum = one + e;
            var logarithm = TVector.WhereEqual(sum, one, e, TVector.Log(sum) * e / (sum - one));
            var yes = TVector.WhereLess(default, a, logarithm, logarithm - a);
            var no = TVector.WhereLess(default, a, logarithm + a, logarithm);
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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c)
        {
            var one = TVector.Of(1);
            var e = TVector.Exp(-TVector.Abs(a));
            var (near, far) = (one / (one + e), e / (one + e));
            return c * (((one - b) * TVector.WhereLess(default, a, near, far)) - (b * TVector.WhereLess(default, a, far, near)));
        }
    }
}
