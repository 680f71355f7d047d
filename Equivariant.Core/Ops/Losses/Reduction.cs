using Equivariant.Samples;

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

    /// <summary>The same for losses whose mean is weighted.</summary>
    internal static Tensor Reduce(Tensor losses, Tensor weights, Reduction reduction) =>
        reduction == Reduction.Mean ? Sum(losses) / Sum(weights) : Reduce(losses, reduction);
}

/// <summary>The same for the references of samples.</summary>
internal static class LossReference
{
    /// <param name="losses">One loss an element.</param>
    /// <param name="reduction">What to make of them.</param>
    /// <param name="total">What a mean divides by; null for the number of elements.</param>
    public static HostArray Reduce(HostArray losses, Reduction reduction, double? total = null) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => new([], [losses.Values.Sum()]),
        _ => new([], [losses.Values.Sum() / (total ?? losses.Values.Length)]),
    };
}
