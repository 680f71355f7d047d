namespace Equivariant;

public static partial class Ops
{
    /// <summary>Exponential function.</summary>
    public static Tensor Exp(Tensor x) => Unary.Apply<ExpFunction>(nameof(Exp), x);

    /// <summary>Natural logarithm; −∞ at 0 and NaN below.</summary>
    public static Tensor Log(Tensor x) => Unary.Apply<LogFunction>(nameof(Log), x);
}

internal readonly struct ExpFunction : IUnaryFunction
{
    public static int Work => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * y;
}

internal readonly struct LogFunction : IUnaryFunction
{
    public static int Work => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy / x;
}
