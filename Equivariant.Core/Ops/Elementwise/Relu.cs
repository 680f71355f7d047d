namespace Equivariant;

public static partial class Ops
{
    /// <summary>Rectified linear unit, max(x, 0); NaN stays NaN, the gradient at 0 is 0.</summary>
    public static Tensor Relu(Tensor x) =>
        Unary.Apply<ReluOp.Forward, ReluOp.Backward, NoArgs>(nameof(Relu), x, default, 1);
}

internal static class ReluOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            // Written so that NaN passes: a diverged run must not look healthy.
            y[i] = x < T.Zero ? T.Zero : x;
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = b.B[i] <= T.Zero ? T.Zero : dy;
        }
    }
}
