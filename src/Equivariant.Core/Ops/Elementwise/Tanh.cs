using Equivariant.Kernels;
using Equivariant.Samples;

namespace Equivariant;

public static partial class Ops
{
    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) =>
        Unary.Apply<TanhOp.Forward, TanhOp.Backward, NoArgs>(nameof(Tanh), x, default, 10);
}

internal sealed class TanhOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Unary.Sample(nameof(Ops.Tanh), "both signs", Ops.Tanh, Math.Tanh),
    ];

    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = T.Tanh(x);
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var t = b.C[i];
            dx[i] = dy * (T.One - (t * t));
        }
    }
}
