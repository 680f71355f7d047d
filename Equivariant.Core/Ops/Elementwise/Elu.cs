namespace Equivariant;

public static partial class Ops
{
    /// <summary>Exponential linear unit: x where positive, else <paramref name="alpha"/>·(eˣ − 1).</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) => Unary.Apply(nameof(Elu), x, new EluFunction(alpha));
}

internal readonly record struct EluFunction(double Alpha) : IUnaryFunction
{
    public static int Work => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, x, T.Of(Alpha) * (T.Exp(x) - T.Of(1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, dy, dy * (y + T.Of(Alpha)));
}
