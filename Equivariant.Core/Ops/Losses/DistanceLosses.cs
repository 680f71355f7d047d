namespace Equivariant;

public static partial class Ops
{
    /// <summary>Squared difference, (x − target)².</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="reduction">Mean over all elements unless told otherwise.</param>
    /// <exception cref="ShapeException">The shapes differ: broadcasting a target is nearly always a mistake.</exception>
    public static Tensor MseLoss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckSame(nameof(MseLoss), x, target);
        return Reduce(Square(x - target), reduction);
    }

    /// <summary>Absolute difference, |x − target|; its gradient is 0 where both are equal.</summary>
    /// <inheritdoc cref="MseLoss"/>
    public static Tensor L1Loss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckSame(nameof(L1Loss), x, target);
        return Reduce(Abs(x - target), reduction);
    }

    private static void CheckSame(string op, Tensor x, Tensor target)
    {
        if (x.Shape != target.Shape)
            throw new ShapeException($"{op}: the targets {target.Shape} need the shape of the input {x.Shape}.");
    }
}
