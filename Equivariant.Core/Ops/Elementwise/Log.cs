namespace Equivariant;

public static partial class Ops
{
    /// <summary>Natural logarithm; −∞ at 0 and NaN below.</summary>
    public static Tensor Log(Tensor x) =>
        Unary.Apply<LogOp.Forward, LogOp.Backward, NoArgs>(nameof(Log), x, default, 10);
}

internal static class LogOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = T.Log(x);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = dy / b.B[i];
        }
    }
}
