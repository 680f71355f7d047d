using Equivariant.Samples;

namespace Equivariant;

public static partial class Ops
{
    /// <summary>Exponential linear unit: x where positive, else <paramref name="alpha"/>·(eˣ − 1).</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) =>
        Unary.Apply<EluOp.Forward, EluOp.Backward, EluOp.Args>(nameof(Elu), x, new(alpha), 10);
}

internal sealed class EluOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Unary.Sample(nameof(Ops.Elu), "alpha 1", x => Ops.Elu(x), x => x > 0 ? x : Math.Exp(x) - 1),
        Unary.Sample(nameof(Ops.Elu), "alpha 0.5", x => Ops.Elu(x, 0.5), x => x > 0 ? x : 0.5 * (Math.Exp(x) - 1)),
    ];

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
