namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sigmoid-weighted linear unit x / (1 + e⁻ˣ), also called swish.</summary>
    public static Tensor Silu(Tensor x) => Unary.Apply<SiluFunction>(nameof(Silu), x);
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
