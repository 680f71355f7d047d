namespace Equivariant.Samples;

internal sealed class MatMulSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        MatMul("matrices", [5, 7], [7, 3]), MatMul("one number", [1, 1], [1, 1]), MatMul("batched", [3, 4, 5], [3, 5, 2]),
        MatMul("many times one", [2, 3, 4, 5], [5, 6]), MatMul("one times many", [4, 5], [3, 5, 2]),
        MatMul("leading axes broadcast", [2, 1, 3, 4], [5, 4, 2]), MatMul("larger than a tile", [33, 129], [129, 50]),
        Linear("with bias", [4, 7], 5, true), Linear("without bias, three axes", [2, 3, 6], 4, false),
        Linear("one in, one out", [1, 1], 1, true), Linear("a vector", [5], 3, true),
        Linear("larger than a tile", [17, 131], 67, true),
    ];

    private static OpSample MatMul(string name, Shape left, Shape right)
    {
        static Shape Lead(Shape shape) => [.. shape.ToArray()[..^2]];
        return new(nameof(Ops.MatMul), name, [new(left), new(right)], x => Ops.MatMul(x[0], x[1]), x => HostArray.From(
            [.. Shape.Broadcast(Lead(left), Lead(right), name), left[-2], right[-1]],
            i => Enumerable.Range(0, left[-1]).Sum(k =>
                x[0].Spread([.. i[..^1], k]) * x[1].Spread([.. i[..^2], k, i[^1]]))));
    }

    private static OpSample Linear(string name, Shape x, int outputs, bool bias) =>
        new(nameof(Ops.Linear), name,
            [new(x), new([outputs, x[-1]]), .. bias ? [new OpInput([outputs])] : Array.Empty<OpInput>()],
            t => Ops.Linear(t[0], t[1], bias ? t[2] : null),
            t => HostArray.From(x.With(-1, outputs), i => (bias ? t[2][i[^1]] : 0)
                + Enumerable.Range(0, x[-1]).Sum(k => t[0][[.. i[..^1], k]] * t[1][i[^1], k])));
}
