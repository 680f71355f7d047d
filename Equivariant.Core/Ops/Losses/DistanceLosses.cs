using Equivariant.Samples;

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
            throw new ShapeException($"{op}: the target {target.Shape} needs the shape of the prediction {x.Shape}.");
    }
}

internal sealed class DistanceLossOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var reduction in Enum.GetValues<Reduction>())
            {
                yield return new(nameof(Ops.MseLoss), $"{reduction}", [new([3, 4]), new([3, 4])],
                    x => Ops.MseLoss(x[0], x[1], reduction), x => Reference(x, difference => difference * difference, reduction));
                // Predictions and targets that never meet: no kink for the finite differences.
                yield return new(nameof(Ops.L1Loss), $"{reduction}",
                    [OpInput.Distinct([2, 2, 3]), OpInput.Uniform([2, 2, 3], 1, 2)],
                    x => Ops.L1Loss(x[0], x[1], reduction), x => Reference(x, Math.Abs, reduction));
            }
        }
    }

    private static HostArray Reference(HostArray[] x, Func<double, double> loss, Reduction reduction)
    {
        var losses = HostArray.From(x[0].Shape, i => loss(x[0][i] - x[1][i]));
        return LossReference.Reduce(losses, reduction);
    }
}
