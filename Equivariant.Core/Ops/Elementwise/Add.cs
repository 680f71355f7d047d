namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sum of two tensors that broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or element types or devices differ.</exception>
    public static Tensor Add(Tensor a, Tensor b) =>
        Binary.Apply<AddFunction>(nameof(Add), a, b, (dy, _, _, _) => dy, (dy, _, _, _) => dy);
}

internal static class AddOp
{
    /// <summary>Adds elements to a tensor of the same shape in its place.</summary>
    public static void InPlace(Tensor sum, Tensor term)
    {
        Ops.CheckAlike(nameof(Ops.Add), sum, term);
        Ops.Launch<AccumulateKernel, NoArgs>(sum.Count, default, new Operands { Y = sum, A = sum, B = term }, 2);
    }
}

internal readonly struct AddFunction : IBinaryFunction
{
    static T IBinaryFunction.Apply<T>(T a, T b) => a + b;
}
