namespace Equivariant.Cpu;

/// <summary>The gradient of each result divided by how many elements reached its value, by vectors.</summary>
internal sealed class TunedExtremumShare : ITuned<ExtremumOp.Share, ReduceArgs>
{
    /// <summary>As far as single precision counts.</summary>
    private const int Most = 1 << 24;

    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        args.Size <= Most
        && VectorFolds.TryRun(device, count, args, operands.Y, operands.B!, operands.C, new Fold())
        && VectorMap.TryRun<Quotient>(device, count, new Operands { Y = operands.Y, A = operands.A, B = operands.Y });

    /// <summary>A: how many were equal; B: to what.</summary>
    private readonly struct Fold : IVectorFold
    {
        (TVector A, TVector B) IVectorFold.Begin<TVector>(TVector first, TVector own) => (default, own);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorFold.Step<TVector>(TVector x, ref TVector a, ref TVector b) =>
            a += TVector.WhereEqual(x, b, TVector.Of(1), default);

        public float Neutral(float first) => float.NaN;

        public double Join(double part, double other) => part + other;
    }

    private readonly struct Quotient : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a / b;
    }
}

/// <summary>The gradient of an extremum: its share for the elements that are equal to it, by runs along which the result moves
/// or stays.</summary>
internal sealed unsafe class TunedExtremumGradient : ITuned<ExtremumOp.Backward, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var run = args.SameCounts ? count : args.Run(out _, out _);
        VectorWidth.For(
            device, count / run, 1 + (VectorMap.SmallestShare / (run + 16)), new Runs(args, operands, run));
        return true;
    }

    private readonly struct Runs(in BroadcastArgs args, in Operands operands, int length) : IVectorRange
    {
        private readonly BroadcastArgs args = args;
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* shares = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* best = CpuDevice.Pointer<float>(operands.C);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            var moves = args.SameCounts;
            if (!moves)
                args.Run(out moves, out _);
            for (var run = start; run < end; run++)
            {
                var first = run * length;
                var at = args.Left(first);
                var (share, value) = (TVector.Fill(shares[at]), TVector.Fill(best[at]));
                for (var i = 0; i < length; i += TVector.Count)
                {
                    if (moves)
                        (share, value) = (TVector.Load(shares + at + i), TVector.Load(best + at + i));
                    var gradient = TVector.WhereEqual(TVector.Load(x + first + i), value, share, default);
                    TVector.Store(gradient, dx + first + i, length - i);
                }
            }
        }
    }
}
