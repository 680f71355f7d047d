namespace Equivariant.Samples;

internal sealed class ReductionSamples : IOpSamples
{
    private delegate Tensor Reduction(Tensor x, int[] axes, bool keep);

    public static IEnumerable<OpSample> Samples
    {
        get
        {
            (string, OpInput, Reduction, Func<IEnumerable<double>, double>)[] reductions =
            [
                (nameof(Ops.Sum), new([3, 2, 4, 4]), (x, axes, keep) => Ops.Sum(x, axes, keep), row => row.Sum()),
                (nameof(Ops.Mean), new([3, 2, 4, 4]), (x, axes, keep) => Ops.Mean(x, axes, keep), row => row.Average()),
                (nameof(Ops.Max), OpInput.Distinct([3, 2, 4, 5]), (x, axes, keep) => Ops.Max(x, axes, keep), row => row.Max()),
                (nameof(Ops.Min), OpInput.Distinct([3, 2, 4, 5]), (x, axes, keep) => Ops.Min(x, axes, keep), row => row.Min()),
            ];
            foreach (var (op, input, run, reduce) in reductions)
            {
                foreach (int[] axes in new[] { [], [0], [-1], [1, 3], [0, 2, 3], new[] { 0, 1, 2, 3 } })
                {
                    foreach (var keep in new[] { false, true })
                    {
                        yield return new(op, $"axes [{string.Join(',', axes)}]{(keep ? " kept" : "")}", [input],
                            x => run(x[0], axes, keep), x => Reference(x[0], axes, keep, reduce));
                    }
                }
                yield return new(op, "over the image", [OpInput.Distinct([2, 3, 5, 5]) with { Image = true }],
                    x => run(x[0], [2, 3], false), x => Reference(x[0], [2, 3], false, reduce))
                { Symmetry = SampleSymmetry.Invariant };
            }
            Shape from = [2, 3, 4];
            foreach (Shape to in new Shape[] { [], [4], [3, 1], [2, 1, 4], [2, 3, 4], [1, 1, 1] })
            {
                int[] repeated = [.. Enumerable.Range(0, 3).Where(axis => axis < 3 - to.Rank || to[axis - 3] == 1)];
                yield return new(nameof(Ops.SumTo), $"to {to}", [new(from)], x => Ops.SumTo(x[0], to) * 1.0,
                    x => to == from ? x[0] : new(to, Reference(x[0], repeated, true, row => row.Sum()).Values));
                yield return new(nameof(Ops.Expand), $"from {to}", [new(to)], x => Ops.Expand(x[0], from),
                    x => HostArray.From(from, x[0].Spread));
            }
        }
    }

    private static HostArray Reference(HostArray x, int[] axes, bool keep, Func<IEnumerable<double>, double> reduce)
    {
        var all = Enumerable.Range(0, x.Shape.Rank);
        bool Reduced(int axis) => axes.Length == 0 || axes.Contains(axis) || axes.Contains(axis - x.Shape.Rank);
        var rows = HostArray.Indices(x.Shape)
            .GroupBy(i => string.Join(',', all.Where(axis => !Reduced(axis)).Select(axis => i[axis])));
        Shape result = [.. all.Where(axis => keep || !Reduced(axis)).Select(axis => Reduced(axis) ? 1 : x.Shape[axis])];
        return new(result, [.. rows.Select(row => reduce(row.Select(i => x[i])))]);
    }
}
