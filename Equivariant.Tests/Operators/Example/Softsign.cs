namespace Equivariant.Tests.Operators.Example;

public static partial class Ops
{
    /// <summary>x / (1 + |x|), between −1 and 1.</summary>
    public static Tensor Softsign(Tensor x) => Unary.Apply<SoftsignFunction>(nameof(Softsign), x);
}

internal readonly struct SoftsignFunction : IUnaryFunction
{
    public T Apply<T>(T x) where T : struct, IReal<T> => x / (T.Of(1) + T.Abs(x));

    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T>
    {
        var size = T.Of(1) + T.Abs(x);
        return dy / (size * size);
    }
}
