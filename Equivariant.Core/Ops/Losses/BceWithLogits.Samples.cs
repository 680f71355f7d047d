namespace Equivariant.Samples;

internal sealed class BceWithLogitsSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("plain", [4, 3], null, null, Reduction.Mean),
        Sample("plain, sum", [4, 3], null, null, Reduction.Sum),
        Sample("plain, each", [2, 1, 4, 4], null, null, Reduction.None),
        Sample("both weights", [4, 3], [4, 1], [3], Reduction.Mean),
        Sample("weights of classes of pixels", [2, 2, 4, 3], [2, 2, 4, 3], [2, 1, 1], Reduction.Sum),
        Sample("weight only", [3, 3], [3, 3], null, Reduction.Mean),
        Sample("far from zero", [3, 4], null, [1], Reduction.None, 30),
    ];

    private static OpSample Sample(
        string name, Shape shape, Shape? weight, Shape? posWeight, Reduction reduction, double range = 3)
    {
        static OpInput Fixed(Shape s, double low, double high) => OpInput.Uniform(s, low, high) with { Differentiable = false };
        return new(nameof(Ops.BceWithLogits), name,
            [OpInput.Uniform(shape, -range, range), Fixed(shape, 0, 1),
                Fixed(weight ?? [], 0.5, 2), Fixed(posWeight ?? [], 0.5, 2)],
            x => Ops.BceWithLogits(x[0], x[1], weight is null ? null : x[2], posWeight is null ? null : x[3], reduction),
            x => LossReference.Reduce(HostArray.From(shape, i =>
            {
                var (logit, target) = (x[0][i], x[1][i]);
                // log(1 + e^−x) is −log σ(x).
                var (w, p) = (weight is null ? 1 : x[2].Spread(i), posWeight is null ? 1 : x[3].Spread(i));
                return w * ((p * target * Softplus(-logit)) + ((1 - target) * Softplus(logit)));
            }), reduction));

        static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
    }
}
