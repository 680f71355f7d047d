namespace Equivariant.Samples;

internal sealed class CrossEntropySamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var reduction in Enum.GetValues<Reduction>())
            {
                yield return Sample($"plain, {reduction}", [5, 4], false, 0, null, reduction);
                yield return Sample($"weights and smoothing, {reduction}", [5, 4], true, 0.2, null, reduction);
                yield return Sample($"label 1 ignored, {reduction}", [7, 3], true, 0.1, 1, reduction);
            }
            yield return Sample("pixels", [2, 3, 4, 4], true, 0.1, 2, Reduction.Mean) with { Symmetry = SampleSymmetry.None };
            yield return Sample("voxels", [1, 2, 3, 2, 4], false, 0, null, Reduction.None);
        }
    }

    private static OpSample Sample(string name, Shape shape, bool weighted, double smoothing, int? ignore, Reduction reduction)
    {
        Shape positions = [shape[0], .. shape.ToArray()[2..]];
        OpInput[] inputs = [new(shape), OpInput.Labels(positions, shape[1]),
            OpInput.Uniform([shape[1]], 0.5, 2) with { Differentiable = false }];
        return new(nameof(Ops.CrossEntropy), name, inputs,
            x => Ops.CrossEntropy(x[0], x[1], weighted ? x[2] : null, smoothing, ignore, reduction), x =>
            {
                var total = 0.0;
                var losses = HostArray.From(positions, i =>
                {
                    var label = (int)x[1][i];
                    if (label == ignore)
                        return 0;
                    double[] row = [.. Enumerable.Range(0, shape[1]).Select(c => x[0][[i[0], c, .. i[1..]]])];
                    var logarithm = Math.Log(row.Sum(Math.Exp));
                    double Weight(int c) => weighted ? x[2][c] : 1;
                    total += Weight(label);
                    // Minus the logarithm of the softmax, weighed with the smoothed one-hot target.
                    return Enumerable.Range(0, shape[1]).Sum(c =>
                        (((c == label ? 1 - smoothing : 0) + (smoothing / shape[1])) * Weight(c)) * (logarithm - row[c]));
                });
                return LossReference.Reduce(losses, reduction, total);
            });
    }
}
