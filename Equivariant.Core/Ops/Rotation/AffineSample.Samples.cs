namespace Equivariant.Samples;

internal sealed class AffineSampleSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("near the identity", [2, 2, 5, 6], 0.83, 0.13, 0.11, -0.21, 1.07, -0.07),
        Sample("a turn", [1, 3, 6, 6], 0.6, -0.8, 0.03, 0.8, 0.6, 0.05),
        Sample("mirrored and enlarged", [1, 1, 5, 5], -0.41, 0.02, 0.1, 0.03, 0.37, -0.2),
        Sample("made smaller, mostly outside", [1, 2, 4, 7], 2.7, 0.3, 1.3, -0.4, 3.1, 0.2),
        Sample("onto a line", [1, 1, 5, 5], 0.7, 0.35, 0.05, 0.4, 0.2, 0.11),
        Sample("onto a point", [1, 1, 4, 4], 0, 0, 0.13, 0, 0, -0.21),
    ];

    private static OpSample Sample(string name, Shape shape, params double[] map) =>
        new(nameof(Ops.AffineSample), name,
            [new(shape), new([shape[0], 2, 3],
                (_, s) => [.. Enumerable.Range(0, (int)s.Count).Select(i => map[i % 6] + (0.01 * (i / 6)))])],
            x => Ops.AffineSample(x[0], x[1]), x => HostArray.From(shape, at =>
            {
                var (rows, columns) = (shape[2], shape[3]);
                var (u, v) = ((((2 * at[3]) + 1.0) / columns) - 1, (((2 * at[2]) + 1.0) / rows) - 1);
                double Along(int axis) => (x[1][at[0], axis, 0] * u) + (x[1][at[0], axis, 1] * v) + x[1][at[0], axis, 2];
                var (column, row) = (((Along(0) + 1) * columns / 2) - 0.5, ((Along(1) + 1) * rows / 2) - 0.5);
                var value = 0.0;
                double Hat(double distance) => Math.Max(0, 1 - Math.Abs(distance));
                for (var h = 0; h < rows; h++)
                {
                    for (var w = 0; w < columns; w++)
                        value += Hat(row - h) * Hat(column - w) * x[0][at[0], at[1], h, w];
                }
                return value;
            }));
}
