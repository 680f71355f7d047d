namespace Equivariant;

public static partial class Ops
{
    /// <summary>Square of every element.</summary>
    public static Tensor Square(Tensor x) =>
        Unary.Apply<SquareOp.Forward, SquareOp.Backward, NoArgs>(nameof(Square), x, default, 1);
}

internal static class SquareOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x * x;
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            dx[i] = dy * (x + x);
        }
    }
}
