namespace Equivariant;

public static partial class Ops
{
    /// <summary>Logistic function 1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) =>
        Unary.Apply<SigmoidOp.Forward, SigmoidOp.Backward, NoArgs>(nameof(Sigmoid), x, default, 10);
}

internal static class SigmoidOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            // The exponent is never positive, so nothing overflows.
            var e = T.Exp(x > T.Zero ? -x : x);
            y[i] = (x > T.Zero ? T.One : e) / (T.One + e);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var s = b.C[i];
            dx[i] = dy * s * (T.One - s);
        }
    }
}
