namespace Equivariant.Samples;

internal sealed class MatMulSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            (Shape, Shape, string)[] cases =
            [
                ([5, 7], [7, 3], "matrices"), ([1, 1], [1, 1], "one number"), ([3, 4, 5], [3, 5, 2], "batched"),
                ([2, 3, 4, 5], [5, 6], "many times one"), ([4, 5], [3, 5, 2], "one times many"),
                ([2, 1, 3, 4], [5, 4, 2], "leading axes broadcast"), ([33, 129], [129, 50], "larger than a tile"),
            ];
            foreach (var (a, b, name) in cases)
                yield return new(nameof(Ops.MatMul), name, [new(a), new(b)], x => Ops.MatMul(x[0], x[1]),
                    x => Reference(x[0], x[1]));
        }
    }

    private static HostArray Reference(HostArray a, HostArray b)
    {
        var rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        int Lead(Shape shape, int axis) => axis <= shape.Rank ? shape[-axis] : 1;
        var lead = Enumerable.Range(3, rank - 2).Reverse().Select(axis => Math.Max(Lead(a.Shape, axis), Lead(b.Shape, axis)));
        return HostArray.From([.. lead, a.Shape[-2], b.Shape[-1]], index =>
        {
            int[] At(HostArray x, int row, int column) => [.. Enumerable.Range(0, x.Shape.Rank - 2)
                .Select(axis => x.Shape[axis] == 1 ? 0 : index[axis + rank - x.Shape.Rank]), row, column];
            return Enumerable.Range(0, a.Shape[-1]).Sum(k => a[At(a, index[^2], k)] * b[At(b, k, index[^1])]);
        });
    }
}
