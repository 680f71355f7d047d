namespace Equivariant.Cpu;

/// <summary>Maxout by vectors of pixels.</summary>
internal sealed unsafe class TunedMaxout : ITuned<MaxoutOp.Forward, MaxoutOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in MaxoutOp.Args args, in Operands operands)
    {
        if (!MaxoutGroups.Pay(args, operands))
            return false;
        VectorWidth.For(device, count / args.Inner, MaxoutGroups.Share(args), new Groups(args, operands));
        return true;
    }

    private readonly struct Groups(MaxoutOp.Args args, in Operands operands) : IVectorRange
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            var inner = args.Inner;
            for (nint group = start; group < end; group++)
            {
                float* from = x + (group * args.Pieces * inner), to = y + (group * inner);
                for (var i = 0; i < inner; i += TVector.Count)
                    TVector.Store(MaxoutGroups.Best<TVector>(from + i, args, out _), to + i, inner - i);
            }
        }
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed unsafe class TunedMaxoutGradient : ITuned<MaxoutOp.Backward, MaxoutOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in MaxoutOp.Args args, in Operands operands)
    {
        if (!MaxoutGroups.Pay(args, operands))
            return false;
        VectorWidth.For(device, count / args.Inner, MaxoutGroups.Share(args), new Groups(args, operands));
        return true;
    }

    private readonly struct Groups(MaxoutOp.Args args, in Operands operands) : IVectorRange
    {
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            var inner = args.Inner;
            for (nint group = start; group < end; group++)
            {
                var first = group * args.Pieces * inner;
                for (var i = 0; i < inner; i += TVector.Count)
                {
                    MaxoutGroups.Best<TVector>(x + first + i, args, out var winner);
                    var gradient = TVector.Load(dy + (group * inner) + i);
                    for (var piece = 0; piece < args.Pieces; piece++)
                    {
                        TVector.Store(TVector.WhereEqual(winner, TVector.Of(piece), gradient, default),
                            dx + first + ((nint)piece * inner) + i, inner - i);
                    }
                }
            }
        }
    }
}

/// <summary>What maxout and its gradient share.</summary>
internal static unsafe class MaxoutGroups
{
    private const int SmallestInner = 4;

    /// <summary>Whether vectors of pixels are not too empty.</summary>
    public static bool Pay(MaxoutOp.Args args, in Operands operands) =>
        operands.Y.DType == DType.Float32 && args.Inner >= SmallestInner;

    /// <summary>Groups worth a thread.</summary>
    public static int Share(MaxoutOp.Args args) => 1 + (VectorMap.SmallestShare / (args.Inner * args.Pieces));

    /// <summary>The largest pieces, the first of equal ones, and which they are; NaN wins over numbers.</summary>
    public static TVector Best<TVector>(float* x, MaxoutOp.Args args, out TVector winner) where TVector : struct, IVector<TVector>
    {
        var best = TVector.Load(x);
        winner = default;
        for (var piece = 1; piece < args.Pieces; piece++)
        {
            var value = TVector.Load(x + ((nint)piece * args.Inner));
            winner = TVector.WhereLarger(value, best, TVector.Of(piece), winner);
            best = TVector.WhereLarger(value, best, value, best);
        }
        return best;
    }
}
