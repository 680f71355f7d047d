namespace Equivariant;

public static partial class Ops
{
    /// <summary>Smooth relu, log(1 + eˣ), as x itself above 20 like PyTorch's.</summary>
    public static Tensor Softplus(Tensor x) => Unary.Apply<SoftplusFunction>(nameof(Softplus), x);
}

internal readonly struct SoftplusFunction : IUnaryFunction
{
    public static int Work => 8;

    public static int GradientWork => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.WhereLess(T.Of(20), x, x, T.Log(T.Of(1) + T.Exp(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => T.WhereLess(T.Of(20), x, dy, dy / (T.Of(1) + T.Exp(-x)));
}
