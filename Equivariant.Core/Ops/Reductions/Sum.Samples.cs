namespace Equivariant.Samples;

internal sealed class SumSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (int[] axes in new[] { [], [0], [-1], [1, 3], [0, 2, 3], new[] { 0, 1, 2, 3 } })
            {
                foreach (var keep in new[] { false, true })
                {
                    var name = $"axes [{string.Join(',', axes)}]{(keep ? " kept" : "")}";
                    yield return new(nameof(Ops.Sum), name, [new([3, 2, 4, 4])],
                        x => Ops.Sum(x[0], axes, keep), x => Reference(x[0], axes, keep, 1));
                    yield return new(nameof(Ops.Mean), name, [new([3, 2, 4, 4])],
                        x => Ops.Mean(x[0], axes, keep), x => Reference(x[0], axes, keep, null));
                }
            }
            yield return new(nameof(Ops.Sum), "over the image", [new([2, 3, 5, 5]) { Image = true }],
                x => Ops.Sum(x[0], [2, 3]), x => Reference(x[0], [2, 3], false, 1))
            { Symmetry = SampleSymmetry.Invariant };
            foreach (Shape to in new Shape[] { [], [4], [3, 1], [2, 1, 4], [2, 3, 4], [1, 1, 1] })
            {
                yield return new(nameof(Ops.SumTo), $"to {to}", [new([2, 3, 4])], x => Ops.SumTo(x[0], to) * 1.0,
                    x => to == x[0].Shape ? x[0] : new HostArray(to, Reference(x[0], Repeated([2, 3, 4], to), true, 1).Values));
                yield return new(nameof(Ops.Expand), $"from {to}", [new(to)], x => Ops.Expand(x[0], [2, 3, 4]),
                    x => HostArray.From([2, 3, 4], i => x[0][[.. i[^to.Rank..].Select((v, axis) => to[axis] == 1 ? 0 : v)]]));
            }
        }
    }

    private static int[] Repeated(Shape from, Shape to) => [.. Enumerable.Range(0, from.Rank)
        .Where(axis => axis < from.Rank - to.Rank || to[axis - from.Rank] == 1)];

    private static HostArray Reference(HostArray x, int[] axes, bool keep, double? scale)
    {
        var all = axes.Length == 0;
        bool Reduced(int axis) => all || axes.Contains(axis) || axes.Contains(axis - x.Shape.Rank);
        Shape kept = [.. Enumerable.Range(0, x.Shape.Rank).Select(axis => Reduced(axis) ? 1 : x.Shape[axis])];
        var sum = new HostArray(kept);
        foreach (var index in HostArray.Indices(x.Shape))
            sum[[.. index.Select((v, axis) => Reduced(axis) ? 0 : v)]] += x[index];
        Shape result = keep
            ? kept : [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => !Reduced(axis)).Select(axis => x.Shape[axis])];
        return new HostArray(result, sum.Map(value => value * (scale ?? ((double)kept.Count / x.Shape.Count))).Values);
    }
}
