namespace Equivariant;

/// <summary>The approximate form of <see cref="Ops.Gelu"/>.</summary>
internal static class GeluTanhOp
{
    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x * TReal.Of(0.5) * (T.One + TanhOp.Of<T, TReal>(Inner<T, TReal>(x)));
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            var x = b.B[i];
            var t = TanhOp.Of<T, TReal>(Inner<T, TReal>(x));
            var slope = TReal.Of(0.79788456080286536) * (T.One + (TReal.Of(3 * 0.044715) * x * x));
            dx[i] = dy * TReal.Of(0.5) * (T.One + t + (x * (T.One - (t * t)) * slope));
        }
    }

    private static T Inner<T, TReal>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T> =>
        TReal.Of(0.79788456080286536) * (x + (TReal.Of(0.044715) * x * x * x));
}
