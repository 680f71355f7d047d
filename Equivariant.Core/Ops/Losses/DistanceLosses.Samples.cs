namespace Equivariant.Samples;

internal sealed class DistanceLossSamples : IOpSamples
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

    private static HostArray Reference(HostArray[] x, Func<double, double> loss, Reduction reduction) =>
        LossReference.Reduce(HostArray.From(x[0].Shape, i => loss(x[0][i] - x[1][i])), reduction);
}

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
