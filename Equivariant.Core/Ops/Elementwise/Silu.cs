namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sigmoid-weighted linear unit x / (1 + e⁻ˣ), also called swish.</summary>
    public static Tensor Silu(Tensor x) =>
        Unary.Apply<SiluOp.Forward, SiluOp.Backward, NoArgs>(nameof(Silu), x, default, 10);
}

internal static class SiluOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            var e = T.Exp(x > T.Zero ? -x : x);
            y[i] = x * (x > T.Zero ? T.One : e) / (T.One + e);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            var e = T.Exp(x > T.Zero ? -x : x);
            var s = (x > T.Zero ? T.One : e) / (T.One + e);
            dx[i] = dy * s * (T.One + (x * (T.One - s)));
        }
    }
}
