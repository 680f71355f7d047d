namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sum over some axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Which, negative ones from the end; none means all.</param>
    /// <param name="keepDim">Keep the axes with extent 1.</param>
    /// <exception cref="ShapeException">An axis does not exist.</exception>
    public static Tensor Sum(Tensor x, ReadOnlySpan<int> axes = default, bool keepDim = false)
    {
        CheckAlike(nameof(Sum), x);
        var args = new ReduceArgs(x.Shape, axes, out var kept, out var squeezed);
        var y = New(keepDim ? kept : squeezed, x);
        Launch<SumOp.Forward, ReduceArgs>(y.Count, args, new Operands { Y = y, A = x }, args.Size);
        return Tape.Result(nameof(Sum), y, [x], (dy, gradients) => gradients.Add(x, Expand(View(dy, kept), x.Shape)));
    }

    /// <summary>Mean over some axes; parameters as for <see cref="Sum"/>.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axes = default, bool keepDim = false)
    {
        var sum = Sum(x, axes, keepDim);
        return sum * ((double)sum.Count / x.Count);
    }

    /// <summary>Sum over the axes along which <paramref name="shape"/> was broadcast to the shape of <paramref name="x"/>:
    /// the adjoint of <see cref="Expand"/>. Gives <paramref name="x"/> itself back where the shapes agree.</summary>
    /// <exception cref="ShapeException"><paramref name="shape"/> does not broadcast to the shape of
    /// <paramref name="x"/>.</exception>
    public static Tensor SumTo(Tensor x, Shape shape)
    {
        if (x.Shape == shape)
            return x;
        if (Shape.Broadcast(x.Shape, shape, nameof(SumTo)) != x.Shape)
            throw new ShapeException($"SumTo: {shape} does not broadcast to {x.Shape}.");
        var axes = Enumerable.Range(0, x.Shape.Rank)
            .Where(axis => axis < x.Shape.Rank - shape.Rank || (shape[axis - x.Shape.Rank] == 1 && x.Shape[axis] != 1)).ToArray();
        return View(axes.Length == 0 ? x : Sum(x, axes), shape);
    }

    /// <summary>The tensor repeated along axes of extent 1, as PyTorch's <c>expand</c> (in new memory).</summary>
    /// <exception cref="ShapeException">The tensor does not broadcast to <paramref name="shape"/>.</exception>
    public static Tensor Expand(Tensor x, Shape shape)
    {
        CheckAlike(nameof(Expand), x);
        if (Shape.Broadcast(x.Shape, shape, nameof(Expand)) != shape)
            throw new ShapeException($"Expand: {x.Shape} does not broadcast to {shape}.");
        var y = New(shape, x);
        Launch<SumOp.Repeat, BroadcastArgs>(y.Count, new(shape, x.Shape, x.Shape), new Operands { Y = y, A = x });
        return Tape.Result(nameof(Expand), y, [x], (dy, gradients) => gradients.Add(x, SumTo(dy, x.Shape)));
    }
}

internal static class SumOp
{
    internal readonly struct Forward : IKernel<ReduceArgs>
    {
        static void IKernel<ReduceArgs>.Run<T, TReal, TIndex>(int i, in ReduceArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var start = args.Start(i);
            var sum = default(Compensated<T>);
            for (var i0 = 0; i0 < args.R0; i0++)
            {
                for (var i1 = 0; i1 < args.R1; i1++)
                {
                    var at = start + (i0 * args.S0) + (i1 * args.S1);
                    for (var i2 = 0; i2 < args.R2; i2++)
                        sum += x[at + i2];
                }
            }
            var y = b.Y;
            y[i] = sum.Sum;
        }
    }

    internal readonly struct Repeat : IKernel<BroadcastArgs>
    {
        static void IKernel<BroadcastArgs>.Run<T, TReal, TIndex>(int i, in BroadcastArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = b.A[args.Left(i)];
        }
    }
}
