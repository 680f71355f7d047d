namespace Equivariant;

public static partial class Ops
{
    /// <summary>Rectified linear unit, max(x, 0); NaN stays NaN, the gradient at 0 is 0.</summary>
    public static Tensor Relu(Tensor x) => Unary.Apply<ReluFunction>(nameof(Relu), x);
}

internal readonly struct ReluFunction : IUnaryFunction
{
    // Written so that NaN passes: a diverged run must not look healthy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(x, T.Of(0), T.Of(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLessOrEqual(x, T.Of(0), T.Of(0), dy);
}
