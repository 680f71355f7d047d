namespace Equivariant.Samples;

internal sealed class SoftmaxSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var axis in new[] { 0, 1, -1 })
            {
                yield return Sample(nameof(Ops.Softmax), $"axis {axis}", [3, 5, 2], axis);
                yield return Sample(nameof(Ops.LogSoftmax), $"axis {axis}", [3, 5, 2], axis);
            }
            yield return Sample(nameof(Ops.Softmax), "of pixels", [2, 3, 4, 4], 1) with { Symmetry = SampleSymmetry.Equivariant };
            yield return Sample(nameof(Ops.LogSoftmax), "large logits", [2, 4], 1, 500);
            yield return Sample(nameof(Ops.LogSoftmax), "one class", [3, 1], 1);
        }
    }

    private static OpSample Sample(string op, string name, Shape shape, int axis, double range = 3)
    {
        var log = op == nameof(Ops.LogSoftmax);
        return new(op, name, [OpInput.Uniform(shape, -range, range) with { Image = true }],
            x => log ? Ops.LogSoftmax(x[0], axis) : Ops.Softmax(x[0], axis),
            x => HostArray.From(shape, i =>
            {
                // Divided by exp(x) itself, the sum cannot overflow in the direction that matters.
                double[] row = [.. Enumerable.Range(0, shape[axis])
                    .Select(k => x[0][[.. i.Select((at, a) => a == shape.Axis(axis) ? k : at)]])];
                var odds = row.Sum(other => Math.Exp(other - x[0][i]));
                return log ? (double.IsInfinity(odds) ? x[0][i] - row.Max() : -Math.Log(odds)) : 1 / odds;
            }));
    }
}
