namespace Equivariant.Cpu;

/// <summary>Maxout by vectors of pixels.</summary>
internal sealed unsafe class TunedMaxout : VectorKernel<MaxoutOp.Forward, MaxoutOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in MaxoutOp.Args args) => MaxoutGroups.Share(count, args);

    protected override void Run<TVector>(int start, int end, in MaxoutOp.Args args, in CpuOperands b)
    {
        var inner = args.Inner;
        for (nint group = start; group < end; group++)
        {
            float* from = b.A + (group * args.Pieces * inner), to = b.Y + (group * inner);
            for (var i = 0; i < inner; i += TVector.Count)
                TVector.Store(MaxoutGroups.Best<TVector>(from + i, args, out _), to + i, inner - i);
        }
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed unsafe class TunedMaxoutGradient : VectorKernel<MaxoutOp.Backward, MaxoutOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in MaxoutOp.Args args) => MaxoutGroups.Share(count, args);

    protected override void Run<TVector>(int start, int end, in MaxoutOp.Args args, in CpuOperands b)
    {
        var inner = args.Inner;
        for (nint group = start; group < end; group++)
        {
            var first = group * args.Pieces * inner;
            float* x = b.B + first, dx = b.Y + first, dy = b.A + (group * inner);
            for (var i = 0; i < inner; i += TVector.Count)
            {
                MaxoutGroups.Best<TVector>(x + i, args, out var winner);
                var gradient = TVector.Load(dy + i);
                for (var piece = 0; piece < args.Pieces; piece++)
                {
                    TVector.Store(TVector.WhereEqual(winner, TVector.Of(piece), gradient, default),
                        dx + ((nint)piece * inner) + i, inner - i);
                }
            }
        }
    }
}

/// <summary>What maxout and its gradient share.</summary>
internal static unsafe class MaxoutGroups
{
    /// <summary>Fewer neighbours leave vectors too empty.</summary>
    private const int SmallestInner = 4;

    public static (int Items, int Smallest) Share(int count, in MaxoutOp.Args args) => args.Inner < SmallestInner ? default
        : (count / args.Inner, 1 + (VectorMap.SmallestShare / (args.Inner * args.Pieces)));

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
