namespace Equivariant;

/// <summary>A function of two elements, for <see cref="Binary"/>.</summary>
internal interface IBinaryFunction
{
    static abstract T Apply<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Gradient of a function of two elements, given that of its result.</summary>
internal delegate Tensor BinaryGradient(Tensor dy, Tensor a, Tensor b, Tensor y);

/// <summary>Ops on two tensors that broadcast against each other, as in PyTorch.</summary>
internal static class Binary
{
    public static Tensor Apply<TFunction>(string op, Tensor a, Tensor b, BinaryGradient da, BinaryGradient db)
        where TFunction : struct, IBinaryFunction
    {
        Ops.CheckAlike(op, a, b);
        var y = Ops.New(Shape.Broadcast(a.Shape, b.Shape, op), a, op);
        var args = new BroadcastArgs(y.Shape, a.Shape, b.Shape);
        Ops.Launch<Kernel<TFunction>, BroadcastArgs>(y.Count, args, new Operands { Y = y, A = a, B = b }, 2);
        return Tape.Result(op, y, [a, b], (dy, gradients) =>
        {
            if (gradients.Wants(a))
                gradients.Add(a, Ops.SumTo(da(dy, a, b, y), a.Shape));
            if (gradients.Wants(b))
                gradients.Add(b, Ops.SumTo(db(dy, a, b, y), b.Shape));
        });
    }

    internal readonly struct Kernel<TFunction> : IKernel<BroadcastArgs> where TFunction : struct, IBinaryFunction
    {
        static void IKernel<BroadcastArgs>.Run<T, TReal, TIndex>(int i, in BroadcastArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = TFunction.Apply(b.A[args.Left(i)], b.B[args.Right(i)]);
        }
    }
}

/// <summary>How an index of the result finds its two elements.</summary>
internal readonly struct BroadcastArgs
{
    private readonly StridedGrid left, right;
    private readonly int leftSame, rightSame;

    public BroadcastArgs(Shape y, Shape a, Shape b)
    {
        left = Repeated(y, a);
        right = Repeated(y, b);
        leftSame = a.Count == y.Count ? 1 : 0;
        rightSame = b.Count == y.Count ? 1 : 0;
    }

    /// <summary>Whether nothing is repeated: the elements pair off in order.</summary>
    public bool SameCounts => leftSame != 0 && rightSame != 0;

    /// <summary>The longest run of results along which each element is consecutive or stays.</summary>
    /// <param name="leftMoves">Whether the left one is consecutive.</param>
    /// <param name="rightMoves">Whether the right one is.</param>
    public int Run(out bool leftMoves, out bool rightMoves)
    {
        var (leftRun, rightRun) = (left.Run(leftSame != 0, out leftMoves), right.Run(rightSame != 0, out rightMoves));
        return Math.Min(leftRun, rightRun);
    }

    public int Left(int i) => leftSame != 0 ? i : left.Place(i);

    public int Right(int i) => rightSame != 0 ? i : right.Place(i);

    private static StridedGrid Repeated(Shape y, Shape x)
    {
        Span<int> extents = stackalloc int[Shape.MaxRank], strides = stackalloc int[Shape.MaxRank];
        var stride = 1;
        for (var axis = 1; axis <= Shape.MaxRank; axis++)
        {
            var extent = axis <= x.Rank ? x[-axis] : 1;
            extents[^axis] = axis <= y.Rank ? y[-axis] : 1;
            strides[^axis] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return new StridedGrid(extents, strides);
    }
}
