namespace Equivariant;

public static partial class Ops
{
    /// <summary>A straight line, <paramref name="scale"/>·x + <paramref name="shift"/>.</summary>
    public static Tensor Affine(Tensor x, double scale, double shift) =>
        Unary.Apply(nameof(Affine), x, new AffineFunction(scale, shift));
}

internal readonly record struct AffineFunction(double Scale, double Shift) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => (x * T.Of(Scale)) + T.Of(Shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy * T.Of(Scale);
}
