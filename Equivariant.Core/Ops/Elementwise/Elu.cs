namespace Equivariant;

public static partial class Ops
{
    /// <summary>Exponential linear unit: x where positive, else <paramref name="alpha"/>·(eˣ − 1).</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) =>
        Unary.Apply<EluOp.Forward, EluOp.Backward, EluOp.Args>(nameof(Elu), x, new(alpha), 10);
}

internal static class EluOp
{
    internal readonly record struct Args(double Alpha);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x > T.Zero ? x : TReal.Of(args.Alpha) * (T.Exp(x) - T.One);
        }
    }

    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = b.B[i] > T.Zero ? dy : dy * (b.C[i] + TReal.Of(args.Alpha));
        }
    }
}
