namespace Equivariant;

public static partial class Ops
{
    /// <summary>Square of every element.</summary>
    public static Tensor Square(Tensor x) => Unary.Apply<SquareFunction>(nameof(Square), x);

    /// <summary>Square root; NaN below 0, and an infinite gradient at 0.</summary>
    public static Tensor Sqrt(Tensor x) => Unary.Apply<SqrtFunction>(nameof(Sqrt), x);
}

internal readonly struct SquareFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * (x + x);
}

internal readonly struct SqrtFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy / (y + y);
}
