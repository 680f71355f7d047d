namespace Equivariant;

public static partial class Ops
{
    /// <summary>Difference of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Subtract(Tensor a, Tensor b) =>
        Binary.Apply<SubtractOp.Function>(nameof(Subtract), a, b, (dy, _, _, _) => dy, (dy, _, _, _) => -dy);
}

internal static class SubtractOp
{
    internal readonly struct Function : IBinaryFunction
    {
        static T IBinaryFunction.Apply<T>(T a, T b) => a - b;
    }
}
