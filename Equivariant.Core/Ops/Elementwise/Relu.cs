namespace Equivariant;

public static partial class Ops
{
    /// <summary>Rectified linear unit, max(x, 0); NaN stays NaN, the gradient at 0 is 0.</summary>
    public static Tensor Relu(Tensor x) => Unary.Apply<ReluFunction>(nameof(Relu), x);

    /// <summary>Leaky rectified linear unit: x where positive, else <paramref name="slope"/>·x.</summary>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) =>
        Unary.Apply(nameof(LeakyRelu), x, new LeakyReluFunction(slope));
}

internal readonly struct ReluFunction : IUnaryFunction
{
    // Written so that NaN passes: a diverged run must not look healthy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(x, T.Of(0), T.Of(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLessOrEqual(x, T.Of(0), T.Of(0), dy);
}

internal readonly record struct LeakyReluFunction(double Slope) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, x, x * T.Of(Slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, dy, dy * T.Of(Slope));
}
