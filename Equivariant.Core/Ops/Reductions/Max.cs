namespace Equivariant;

public static partial class Ops
{
    /// <summary>Largest element over some axes, as PyTorch's <c>amax</c>: equal ones share the gradient; NaN wins over
    /// numbers.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Which, negative ones from the end; none means all.</param>
    /// <param name="keepDim">Keep the axes with extent 1.</param>
    /// <exception cref="ShapeException">An axis does not exist, or has no elements.</exception>
    public static Tensor Max(Tensor x, ReadOnlySpan<int> axes = default, bool keepDim = false) =>
        ExtremumOp.Apply<ExtremumOp.Larger>(nameof(Max), x, axes, keepDim);

    /// <summary>Smallest element over some axes; parameters as for <see cref="Max"/>.</summary>
    /// <inheritdoc cref="Max"/>
    public static Tensor Min(Tensor x, ReadOnlySpan<int> axes = default, bool keepDim = false) =>
        ExtremumOp.Apply<ExtremumOp.Smaller>(nameof(Min), x, axes, keepDim);
}

internal static class ExtremumOp
{
    public static Tensor Apply<TOrder>(string op, Tensor x, ReadOnlySpan<int> axes, bool keepDim) where TOrder : struct, IOrder
    {
        Ops.CheckAlike(op, x);
        var args = new ReduceArgs(x.Shape, axes, out var kept, out var squeezed);
        var y = Ops.New(keepDim ? kept : squeezed, x, op);
        if (y.Count > 0 && args.Size == 0)
            throw new ShapeException($"{op}: {x.Shape} has no elements to choose from.");
        Ops.Launch<Forward<TOrder>, ReduceArgs>(y.Count, args, new Operands { Y = y, A = x }, args.Size);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var share = Ops.New(y.Shape, y, op);
            Ops.Launch<Share, ReduceArgs>(share.Count, args, new Operands { Y = share, A = dy, B = x, C = y }, args.Size);
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<Backward, BroadcastArgs>(dx.Count, new(x.Shape, kept, kept),
                new Operands { Y = dx, A = share, B = x, C = y }, 8);
            gradients.Add(x, dx);
        });
    }

    /// <summary>Which of two elements is chosen.</summary>
    internal interface IOrder
    {
        static abstract bool Before<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T>;
    }

    internal readonly struct Larger : IOrder
    {
        public static bool Before<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T> => a > b;
    }

    internal readonly struct Smaller : IOrder
    {
        public static bool Before<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T> => a < b;
    }

    internal readonly struct Forward<TOrder> : IKernel<ReduceArgs> where TOrder : struct, IOrder
    {
        static void IKernel<ReduceArgs>.Run<T, TReal, TIndex>(int i, in ReduceArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var start = args.Start(i);
            var best = x[start];
            for (var i0 = 0; i0 < args.R0; i0++)
            {
                for (var i1 = 0; i1 < args.R1; i1++)
                {
                    var at = start + (i0 * args.S0) + (i1 * args.S1);
                    for (var i2 = 0; i2 < args.R2; i2++)
                    {
                        var value = x[at + i2];
                        if (TOrder.Before(value, best) || T.IsNaN(value))
                            best = value;
                    }
                }
            }
            var y = b.Y;
            y[i] = best;
        }
    }

    /// <summary>The gradient of a result (A) divided by how many elements (B) reached its value (C).</summary>
    internal readonly struct Share : IKernel<ReduceArgs>
    {
        static void IKernel<ReduceArgs>.Run<T, TReal, TIndex>(int i, in ReduceArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.B;
            var start = args.Start(i);
            var best = b.C[i];
            var ties = 0;
            for (var i0 = 0; i0 < args.R0; i0++)
            {
                for (var i1 = 0; i1 < args.R1; i1++)
                {
                    var at = start + (i0 * args.S0) + (i1 * args.S1);
                    for (var i2 = 0; i2 < args.R2; i2++)
                        ties += x[at + i2] == best ? 1 : 0;
                }
            }
            var share = b.Y;
            share[i] = b.A[i] / TReal.Of(ties);
        }
    }

    internal readonly struct Backward : IKernel<BroadcastArgs>
    {
        static void IKernel<BroadcastArgs>.Run<T, TReal, TIndex>(int i, in BroadcastArgs args, in Buffers<TReal, TIndex> b)
        {
            var at = args.Left(i);
            var dx = b.Y;
            dx[i] = b.B[i] == b.C[at] ? b.A[at] : T.Zero;
        }
    }
}
