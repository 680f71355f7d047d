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
        ? Unary.Apply<GeluTanhFunction>(nameof(Gelu), x)
        : Unary.Apply<GeluFunction>(nameof(Gelu), x);
}

internal readonly struct GeluFunction : IUnaryFunction
{
    public static int Work => 8;

    public static int GradientWork => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x * T.NormalCdf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T>
    {
        var density = T.Of(0.39894228040143268) * T.Exp(-x * x * T.Of(0.5));
        return dy * (T.NormalCdf(x) + (x * density));
    }
}

/// <summary>The approximation by tanh.</summary>
internal readonly struct GeluTanhFunction : IUnaryFunction
{
    private const double RootTwoOverPi = 0.79788456080286536, Cubic = 0.044715;

    public static int Work => 8;

    public static int GradientWork => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x * T.Of(0.5) * (T.Of(1) + Tanh(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T>
    {
        var t = Tanh(x);
        var slope = T.Of(RootTwoOverPi) * (T.Of(1) + (T.Of(3 * Cubic) * x * x));
        return dy * T.Of(0.5) * (T.Of(1) + t + (x * (T.Of(1) - (t * t)) * slope));
    }

    private static T Tanh<T>(T x) where T : struct, IReal<T> => T.Tanh(T.Of(RootTwoOverPi) * (x + (T.Of(Cubic) * x * x * x)));
}
