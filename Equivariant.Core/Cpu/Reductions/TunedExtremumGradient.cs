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
internal sealed unsafe class TunedExtremumGradient : VectorKernel<ExtremumOp.Backward, BroadcastArgs>
{
    protected override (int Items, int Smallest) Share(int count, in BroadcastArgs args)
    {
        var run = args.SameCounts ? 1 : args.Run(out _, out _);
        return (count / run, args.SameCounts ? VectorMap.SmallestShare : 1 + (VectorMap.SmallestShare / (run + 16)));
    }

    protected override void Run<TVector>(int start, int end, in BroadcastArgs args, in CpuOperands b)
    {
        if (args.SameCounts)
        {
            Row<TVector>(b, start, start, end - start, true);
            return;
        }
        var length = args.Run(out var moves, out _);
        for (var run = start; run < end; run++)
            Row<TVector>(b, run * length, args.Left(run * length), length, moves);
    }

    private static void Row<TVector>(in CpuOperands b, int first, int at, int length, bool moves)
        where TVector : struct, IVector<TVector>
    {
        float* shares = b.A + at, x = b.B + first, best = b.C + at, dx = b.Y + first;
        var (share, value) = (TVector.Fill(*shares), TVector.Fill(*best));
        for (var i = 0; i < length; i += TVector.Count)
        {
            if (moves)
                (share, value) = (TVector.Load(shares + i), TVector.Load(best + i));
            TVector.Store(TVector.WhereEqual(TVector.Load(x + i), value, share, default), dx + i, length - i);
        }
    }
}
