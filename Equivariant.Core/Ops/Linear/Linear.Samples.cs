namespace Equivariant.Samples;

internal sealed class LinearSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        .. Case("with bias", [4, 7], 5, true), .. Case("without bias, three axes", [2, 3, 6], 4, false),
        .. Case("one in, one out", [1, 1], 1, true), .. Case("a vector", [5], 3, true),
        .. Case("larger than a tile", [17, 131], 67, true),
    ];

    private static IEnumerable<OpSample> Case(string name, Shape x, int outputs, bool bias) =>
    [
        new(nameof(Ops.Linear), name,
            [new(x), new([outputs, x[-1]]), .. bias ? [new OpInput([outputs])] : Array.Empty<OpInput>()],
            t => Ops.Linear(t[0], t[1], bias ? t[2] : null),
            t => HostArray.From(x.With(-1, outputs), i => (bias ? t[2][i[^1]] : 0)
                + Enumerable.Range(0, x[-1]).Sum(k => t[0][[.. i[..^1], k]] * t[1][i[^1], k]))),
    ];
}
