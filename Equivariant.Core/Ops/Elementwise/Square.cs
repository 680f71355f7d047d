namespace Equivariant;

public static partial class Ops
{
    /// <summary>Square of every element.</summary>
    public static Tensor Square(Tensor x) => Unary.Apply<SquareFunction>(nameof(Square), x);
}

internal readonly struct SquareFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * (x + x);
}
