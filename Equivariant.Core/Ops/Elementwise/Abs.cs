namespace Equivariant;

public static partial class Ops
{
    /// <summary>Absolute value; the gradient at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) =>
        Unary.Apply<AbsOp.Forward, AbsOp.Backward, NoArgs>(nameof(Abs), x, default, 1);
}

internal static class AbsOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x < T.Zero ? -x : x;
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            dx[i] = x > T.Zero ? dy : x < T.Zero ? -dy : T.Zero;
        }
    }
}
