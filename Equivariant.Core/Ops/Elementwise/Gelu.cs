namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Gaussian error linear unit (Hendrycks &amp; Gimpel 2016): x·Φ(x), or its tanh approximation,
    /// as PyTorch's <c>approximate</c>.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="tanh">Use the approximation x/2·(1 + tanh(√(2/π)·(x + 0.044715x³))).</param>
    public static Tensor Gelu(Tensor x, bool tanh = false) => tanh
        ? Unary.Apply<GeluTanhOp.Forward, GeluTanhOp.Backward, NoArgs>(nameof(Gelu), x, default, 20)
        : Unary.Apply<GeluOp.Forward, GeluOp.Backward, NoArgs>(nameof(Gelu), x, default, 100);
}

internal static class GeluOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x * TReal.Of(0.5) * (T.One + Erf<T, TReal>(x * TReal.Of(0.70710678118654752)));
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            var cumulative = TReal.Of(0.5) * (T.One + Erf<T, TReal>(x * TReal.Of(0.70710678118654752)));
            var density = TReal.Of(0.39894228040143268) * T.Exp(-x * x * TReal.Of(0.5));
            dx[i] = dy * (cumulative + (x * density));
        }
    }

    /// <summary>
    /// The error function by the series 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(1·3·…·(2n+1)), whose terms share one sign: full accuracy in
    /// either type, without the fused multiply-add and tables that kernels cannot have.
    /// </summary>
    private static T Erf<T, TReal>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var size = x < T.Zero ? -x : x;
        if (size > TReal.Of(6.0))
            return x < T.Zero ? -T.One : T.One;
        var term = size;
        var sum = size;
        for (var n = 1; n < 200; n++)
        {
            term = term * TReal.Of(2) * size * size / TReal.Of((2 * n) + 1);
            var next = sum + term;
            if (next == sum)
                break;
            sum = next;
        }
        var erf = TReal.Of(1.1283791670955126) * T.Exp(-size * size) * sum;
        return x < T.Zero ? -erf : erf;
    }
}
