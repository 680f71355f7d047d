namespace Equivariant;

public static partial class Ops
{
    /// <summary>exp(x) / Σ exp(x) along an axis, safe for large numbers.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">Which, negative ones from the end.</param>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public static Tensor Softmax(Tensor x, int axis = -1) =>
        SoftmaxOp.Apply<SoftmaxOp.Forward, SoftmaxOp.Backward>(nameof(Softmax), x, axis);

    /// <summary>Logarithm of <see cref="Softmax"/>, without its loss of digits; parameters as there.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) =>
        SoftmaxOp.Apply<SoftmaxOp.LogForward, SoftmaxOp.LogBackward>(nameof(LogSoftmax), x, axis);
}

/// <summary>Rows along an axis: <see cref="Count"/> elements at distances of <see cref="Inner"/>.</summary>
internal readonly record struct RowArgs(int Count, int Inner)
{
    public RowArgs(Shape shape, int axis)
        : this(shape[axis], shape.CountOf(axis + 1, shape.Rank))
    {
    }

    /// <summary>The first element of a row.</summary>
    public int Start(int row) => (row / Inner * Count * Inner) + (row % Inner);

    /// <summary>The largest element of the row that starts at <paramref name="start"/>.</summary>
    public T Largest<T, TReal>(TReal x, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var largest = x[start];
        for (var k = 1; k < Count; k++)
        {
            var value = x[start + (k * Inner)];
            largest = value > largest ? value : largest;
        }
        return largest;
    }
}

internal static class SoftmaxOp
{
    public static Tensor Apply<TForward, TBackward>(string op, Tensor x, int axis)
        where TForward : struct, IKernel<RowArgs>
        where TBackward : struct, IKernel<RowArgs>
    {
        Ops.CheckAlike(op, x);
        var args = new RowArgs(x.Shape, x.Shape.Axis(axis));
        var y = Ops.New(x.Shape, x, op);
        var rows = args.Count == 0 ? 0 : y.Count / args.Count;
        Ops.Launch<TForward, RowArgs>(rows, args, new Operands { Y = y, A = x }, 20 * args.Count);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<TBackward, RowArgs>(rows, args, new Operands { Y = dx, A = dy, B = y }, 10 * args.Count);
            gradients.Add(x, dx);
        });
    }

    internal readonly struct Forward : IKernel<RowArgs>
    {
        static void IKernel<RowArgs>.Run<T, TReal, TIndex>(int i, in RowArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var y = b.Y;
            var start = args.Start(i);
            var largest = args.Largest<T, TReal>(x, start);
            var sum = T.Zero;
            for (var k = 0; k < args.Count; k++)
            {
                var part = T.Exp(x[start + (k * args.Inner)] - largest);
                y[start + (k * args.Inner)] = part;
                sum += part;
            }
            for (var k = 0; k < args.Count; k++)
                y[start + (k * args.Inner)] = y[start + (k * args.Inner)] / sum;
        }
    }

    /// <summary>dx = y·(dy − Σ dy·y).</summary>
    internal readonly struct Backward : IKernel<RowArgs>
    {
        static void IKernel<RowArgs>.Run<T, TReal, TIndex>(int i, in RowArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A;
            var y = b.B;
            var start = args.Start(i);
            var sum = T.Zero;
            for (var k = 0; k < args.Count; k++)
                sum += dy[start + (k * args.Inner)] * y[start + (k * args.Inner)];
            for (var k = 0; k < args.Count; k++)
                dx[start + (k * args.Inner)] = y[start + (k * args.Inner)] * (dy[start + (k * args.Inner)] - sum);
        }
    }

    internal readonly struct LogForward : IKernel<RowArgs>
    {
        static void IKernel<RowArgs>.Run<T, TReal, TIndex>(int i, in RowArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var y = b.Y;
            var start = args.Start(i);
            var largest = args.Largest<T, TReal>(x, start);
            var sum = T.Zero;
            for (var k = 0; k < args.Count; k++)
                sum += T.Exp(x[start + (k * args.Inner)] - largest);
            var logarithm = T.Log(sum);
            for (var k = 0; k < args.Count; k++)
                y[start + (k * args.Inner)] = x[start + (k * args.Inner)] - largest - logarithm;
        }
    }

    /// <summary>dx = dy − exp(y)·Σ dy.</summary>
    internal readonly struct LogBackward : IKernel<RowArgs>
    {
        static void IKernel<RowArgs>.Run<T, TReal, TIndex>(int i, in RowArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A;
            var y = b.B;
            var start = args.Start(i);
            var sum = T.Zero;
            for (var k = 0; k < args.Count; k++)
                sum += dy[start + (k * args.Inner)];
            for (var k = 0; k < args.Count; k++)
                dx[start + (k * args.Inner)] = dy[start + (k * args.Inner)] - (T.Exp(y[start + (k * args.Inner)]) * sum);
        }
    }
}
