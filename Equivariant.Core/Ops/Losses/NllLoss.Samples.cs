namespace Equivariant.Samples;

internal sealed class NllLossSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var reduction in Enum.GetValues<Reduction>())
                yield return Sample($"plain, {reduction}", [5, 4], false, null, reduction);
            yield return Sample("weights, label 0 ignored, pixels", [2, 3, 3, 2], true, 0, Reduction.Mean);
            yield return Sample("weights, each", [6, 3], true, null, Reduction.None);
        }
    }

    private static OpSample Sample(string name, Shape shape, bool weighted, int? ignore, Reduction reduction)
    {
        Shape positions = [shape[0], .. shape.ToArray()[2..]];
        OpInput[] inputs = [new(shape), OpInput.Labels(positions, shape[1]),
            OpInput.Uniform([shape[1]], 0.5, 2) with { Differentiable = false }];
        return new(nameof(Ops.NllLoss), name, inputs,
            x => Ops.NllLoss(x[0], x[1], weighted ? x[2] : null, ignore, reduction), x =>
        {
            double Weight(int label) => label == ignore ? 0 : weighted ? x[2][label] : 1;
            var losses = HostArray.From(positions, i => -Weight((int)x[1][i]) * x[0][[i[0], (int)x[1][i], .. i[1..]]]);
            var total = x[1].Values.Sum(label => Weight((int)label));
            return LossReference.Reduce(losses, reduction, total);
        });
    }
}
