namespace Equivariant;

public static partial class Ops
{
    /// <summary>The tensor with one axis in reverse order, as PyTorch's <c>flip</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, negative ones from the end.</param>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public static Tensor Flip(Tensor x, int axis)
    {
        var args = new FlipOp.Args(x.Shape[axis], x.Shape.CountOf(x.Shape.Axis(axis) + 1, x.Shape.Rank));
        return ApplyLinear<FlipOp.Reverse, FlipOp.Reverse, FlipOp.Args>(nameof(Flip), x, x.Shape, args, 4, 4);
    }
}

internal static class FlipOp
{
    internal readonly record struct Args(int Extent, int Inner);

    internal readonly struct Reverse : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var block = i / args.Inner;
            var position = block % args.Extent;
            var y = b.Y;
            y[i] = b.A[i + ((args.Extent - 1 - (2 * position)) * args.Inner)];
        }
    }
}
