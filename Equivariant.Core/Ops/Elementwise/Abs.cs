namespace Equivariant;

public static partial class Ops
{
    /// <summary>Absolute value; the gradient at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) => Unary.Apply<AbsFunction>(nameof(Abs), x);
}

internal readonly struct AbsFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(x, T.Of(0), -x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> =>
        T.WhereLess(T.Of(0), x, dy, T.WhereLess(x, T.Of(0), -dy, T.Of(0)));
}
