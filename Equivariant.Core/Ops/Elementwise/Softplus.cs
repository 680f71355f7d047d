namespace Equivariant;

public static partial class Ops
{
    /// <summary>Smooth relu, log(1 + eˣ), as x itself above 20 like PyTorch's.</summary>
    public static Tensor Softplus(Tensor x) =>
        Unary.Apply<SoftplusOp.Forward, SoftplusOp.Backward, NoArgs>(nameof(Softplus), x, default, 20);
}

internal static class SoftplusOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x > TReal.Of(20.0) ? x : T.Log(T.One + T.Exp(x));
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            dx[i] = x > TReal.Of(20.0) ? dy : dy / (T.One + T.Exp(-x));
        }
    }
}
