namespace Equivariant;

public static partial class Ops
{
    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Unary.Apply<TanhFunction>(nameof(Tanh), x);
}

internal readonly struct TanhFunction : IUnaryFunction
{
    public static int Work => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * (T.Of(1) - (y * y));
}
