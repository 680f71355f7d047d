namespace Equivariant;

public static partial class Ops
{
    /// <summary>Logistic function 1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Unary.Apply<SigmoidFunction>(nameof(Sigmoid), x);

    /// <summary>Sigmoid-weighted linear unit x / (1 + e⁻ˣ), also called swish.</summary>
    public static Tensor Silu(Tensor x) => Unary.Apply<SiluFunction>(nameof(Silu), x);
}

internal readonly struct SigmoidFunction : IUnaryFunction
{
    public static int Work => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => Of(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * y * (T.Of(1) - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x) where T : struct, IReal<T>
    {
        // The exponent is never positive, so nothing overflows.
        var e = T.Exp(-T.Abs(x));
        return T.WhereLess(T.Of(0), x, T.Of(1), e) / (T.Of(1) + e);
    }
}

internal readonly struct SiluFunction : IUnaryFunction
{
    public static int Work => 4;

    public static int GradientWork => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x * SigmoidFunction.Of(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T>
    {
        var s = SigmoidFunction.Of(x);
        return dy * s * (T.Of(1) + (x * (T.Of(1) - s)));
    }
}
