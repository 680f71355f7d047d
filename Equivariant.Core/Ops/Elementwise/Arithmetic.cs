namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sum of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Add(Tensor a, Tensor b) =>
        Binary.Apply<AddFunction>(nameof(Add), a, b, (dy, _, _, _) => dy, (dy, _, _, _) => dy);

    /// <summary>Difference of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Subtract(Tensor a, Tensor b) =>
        Binary.Apply<SubtractFunction>(nameof(Subtract), a, b, (dy, _, _, _) => dy, (dy, _, _, _) => -dy);

    /// <summary>Elementwise product of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Multiply(Tensor a, Tensor b) =>
        Binary.Apply<MultiplyFunction>(nameof(Multiply), a, b, (dy, _, b, _) => dy * b, (dy, a, _, _) => dy * a);

    /// <summary>Elementwise quotient of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Divide(Tensor a, Tensor b) =>
        Binary.Apply<DivideFunction>(nameof(Divide), a, b, (dy, _, b, _) => dy / b, (dy, _, b, y) => -(dy * y) / b);
}

internal readonly struct AddFunction : IBinaryFunction
{
    static T IBinaryFunction.Apply<T>(T a, T b) => a + b;
}

internal readonly struct SubtractFunction : IBinaryFunction
{
    static T IBinaryFunction.Apply<T>(T a, T b) => a - b;
}

internal readonly struct MultiplyFunction : IBinaryFunction
{
    static T IBinaryFunction.Apply<T>(T a, T b) => a * b;
}

internal readonly struct DivideFunction : IBinaryFunction
{
    static T IBinaryFunction.Apply<T>(T a, T b) => a / b;
}
