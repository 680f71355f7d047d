namespace Equivariant.Samples;

/// <summary>Losses of class labels.</summary>
internal sealed class LabelLossSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var reduction in Enum.GetValues<Reduction>())
            {
                yield return CrossEntropy($"plain, {reduction}", [5, 4], false, 0, null, reduction);
                yield return CrossEntropy($"weights and smoothing, {reduction}", [5, 4], true, 0.2, null, reduction);
                yield return CrossEntropy($"label 1 ignored, {reduction}", [7, 3], true, 0.1, 1, reduction);
                yield return NllLoss($"plain, {reduction}", [5, 4], false, null, reduction);
            }
            yield return CrossEntropy("pixels", [2, 3, 4, 4], true, 0.1, 2, Reduction.Mean);
            yield return CrossEntropy("voxels", [1, 2, 3, 2, 4], false, 0, null, Reduction.None);
            yield return NllLoss("weights, label 0 ignored, pixels", [2, 3, 3, 2], true, 0, Reduction.Mean);
            yield return NllLoss("weights, each", [6, 3], true, null, Reduction.None);
        }
    }

    private static OpSample CrossEntropy(
        string name, Shape shape, bool weighted, double smoothing, int? ignore, Reduction reduction) =>
        Sample(nameof(Ops.CrossEntropy), name, shape, weighted, ignore, reduction,
            (x, labels, weights) => Ops.CrossEntropy(x, labels, weights, smoothing, ignore, reduction), (row, label, weights) =>
            {
                // Minus the logarithm of the softmax, weighed with the smoothed one-hot target.
                var logarithm = Math.Log(row.Sum(Math.Exp));
                return Enumerable.Range(0, row.Length).Sum(c => weights[c] * (logarithm - row[c])
                    * ((c == label ? 1 - smoothing : 0) + (smoothing / row.Length)));
            });

    private static OpSample NllLoss(string name, Shape shape, bool weighted, int? ignore, Reduction reduction) =>
        Sample(nameof(Ops.NllLoss), name, shape, weighted, ignore, reduction,
            (x, labels, weights) => Ops.NllLoss(x, labels, weights, ignore, reduction),
            (row, label, weights) => -weights[label] * row[label]);

    private static OpSample Sample(string op, string name, Shape shape, bool weighted, int? ignore, Reduction reduction,
        Func<Tensor, Tensor, Tensor?, Tensor> run, Func<double[], int, double[], double> loss)
    {
        Shape positions = [shape[0], .. shape.ToArray()[2..]];
        OpInput[] inputs = [new(shape), OpInput.Labels(positions, shape[1]),
            OpInput.Uniform([shape[1]], 0.5, 2) with { Differentiable = false }];
        return new(op, name, inputs, x => run(x[0], x[1], weighted ? x[2] : null), x =>
        {
            var weights = weighted ? x[2].Values : [.. Enumerable.Repeat(1.0, shape[1])];
            var losses = HostArray.From(positions, i => x[1][i] == ignore ? 0
                : loss([.. Enumerable.Range(0, shape[1]).Select(c => x[0][[i[0], c, .. i[1..]]])], (int)x[1][i], weights));
            return LossReference.Reduce(losses, reduction, x[1].Values.Sum(label => label == ignore ? 0 : weights[(int)label]));
        });
    }
}
