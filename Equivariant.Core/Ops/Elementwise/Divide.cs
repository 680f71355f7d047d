namespace Equivariant;

public static partial class Ops
{
    /// <summary>Elementwise quotient of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Divide(Tensor a, Tensor b) =>
        Binary.Apply<DivideOp.Function>(nameof(Divide), a, b, (dy, _, b, _) => dy / b, (dy, _, b, y) => -(dy * y) / b);
}

internal static class DivideOp
{
    internal readonly struct Function : IBinaryFunction
    {
        static T IBinaryFunction.Apply<T>(T a, T b) => a / b;
    }
}
