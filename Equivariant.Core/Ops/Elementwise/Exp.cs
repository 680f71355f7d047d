namespace Equivariant;

public static partial class Ops
{
    /// <summary>Exponential function.</summary>
    public static Tensor Exp(Tensor x) =>
        Unary.Apply<ExpOp.Forward, ExpOp.Backward, NoArgs>(nameof(Exp), x, default, 10);
}

internal static class ExpOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = T.Exp(x);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = dy * b.C[i];
        }
    }
}
