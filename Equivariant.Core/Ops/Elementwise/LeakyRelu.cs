namespace Equivariant;

public static partial class Ops
{
    /// <summary>Leaky rectified linear unit: x where positive, else <paramref name="slope"/>·x.</summary>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) =>
        Unary.Apply(nameof(LeakyRelu), x, new LeakyReluFunction(slope));
}

internal readonly record struct LeakyReluFunction(double Slope) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, x, x * T.Of(Slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLess(T.Of(0), x, dy, dy * T.Of(Slope));
}
