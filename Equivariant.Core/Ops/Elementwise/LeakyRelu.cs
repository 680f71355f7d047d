namespace Equivariant;

public static partial class Ops
{
    /// <summary>Leaky rectified linear unit: x where positive, else <paramref name="slope"/>·x.</summary>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) =>
        Unary.Apply<LeakyReluOp.Forward, LeakyReluOp.Backward, LeakyReluOp.Args>(nameof(LeakyRelu), x, new(slope), 1);
}

internal static class LeakyReluOp
{
    internal readonly record struct Args(double Slope);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x > T.Zero ? x : x * TReal.Of(args.Slope);
        }
    }

    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = b.B[i] > T.Zero ? dy : dy * TReal.Of(args.Slope);
        }
    }
}
