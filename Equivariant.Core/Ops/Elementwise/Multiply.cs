namespace Equivariant;

public static partial class Ops
{
    /// <summary>Elementwise product of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Multiply(Tensor a, Tensor b) =>
        Binary.Apply<MultiplyOp.Function>(nameof(Multiply), a, b, (dy, _, b, _) => dy * b, (dy, a, _, _) => dy * a);
}

internal static class MultiplyOp
{
    internal readonly struct Function : IBinaryFunction
    {
        static T IBinaryFunction.Apply<T>(T a, T b) => a * b;
    }
}
