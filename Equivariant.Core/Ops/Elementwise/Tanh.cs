namespace Equivariant;

public static partial class Ops
{
    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) =>
        Unary.Apply<TanhOp.Forward, TanhOp.Backward, NoArgs>(nameof(Tanh), x, default, 10);
}

internal static class TanhOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = Of<T, TReal>(x);
        }
    }

    /// <summary>Not <c>T.Tanh</c>: GPUs have an approximation of 11 bits in single precision and none in double.</summary>
    public static T Of<T, TReal>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var size = x < T.Zero ? -x : x;
        if (size < TReal.Of(0.125))
        {
            // Near zero 1 − e⁻²ˣ loses its digits; the series is exact there to a double's last place.
            var s = x * x;
            var sum = TReal.Of(-1382.0 / 155925) + (s * (TReal.Of(21844.0 / 6081075) - (s * TReal.Of(929569.0 / 638512875))));
            sum = TReal.Of(-17.0 / 315) + (s * (TReal.Of(62.0 / 2835) + (s * sum)));
            return x + (x * s * (TReal.Of(-1.0 / 3) + (s * (TReal.Of(2.0 / 15) + (s * sum)))));
        }
        var e = T.Exp(-(size + size));
        var t = (T.One - e) / (T.One + e);
        return x < T.Zero ? -t : t;
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
