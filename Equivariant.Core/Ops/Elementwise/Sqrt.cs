namespace Equivariant;

public static partial class Ops
{
    /// <summary>Square root; NaN below 0, and an infinite gradient at 0.</summary>
    public static Tensor Sqrt(Tensor x) =>
        Unary.Apply<SqrtOp.Forward, SqrtOp.Backward, NoArgs>(nameof(Sqrt), x, default, 4);
}

internal static class SqrtOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = T.Sqrt(x);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = dy / (b.C[i] + b.C[i]);
        }
    }
}
