namespace Equivariant;

/// <summary>What becomes of the losses of the single elements, as PyTorch's <c>reduction</c>.</summary>
public enum Reduction
{
    /// <summary>Their mean: one number; weighted by the class weights where a loss has them.</summary>
    Mean,

    /// <summary>Their sum: one number.</summary>
    Sum,

    /// <summary>Nothing: one loss an element.</summary>
    None,
}

public static partial class Ops
{
    /// <summary>The losses of single elements reduced as asked.</summary>
    internal static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => Sum(losses),
        _ => Mean(losses),
    };
}
