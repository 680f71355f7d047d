namespace Equivariant.Samples;

/// <summary>Normalisation by the definition.</summary>
internal sealed class NormSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples => [.. Batch(), .. Group(), .. Instance(), .. Layer()];

    private static IEnumerable<OpSample> Batch()
    {
        foreach (var (shape, name) in new (Shape, string)[]
        {
            ([6, 4], "no spatial axis"), ([3, 4, 7], "signal"), ([1, 3, 5, 4], "one image"), ([2, 2, 3, 2, 4], "volume"),
            ([3, 5, 9, 9], "odd image"), ([2, 3, 20, 20], "larger image"),
        })
        {
            var moments = OpInput.Uniform([shape[1]], 0.5, 2) with { Differentiable = false };
            yield return Training(name, new(shape));
            yield return new(nameof(Ops.BatchNorm), $"evaluation, {name}",
                [new(shape) { Image = true }, new([shape[1]]), new([shape[1]]), moments, moments],
                x => Ops.BatchNorm(x[0], x[1], x[2], x[3], x[4], false, eps: 1e-3),
                x => Reference(x[0], i => i[1], i => i[1], x[1], x[2], 1e-3, x[3], x[4]))
            { Symmetry = SymmetryOf(shape) };
        }
        Shape plain = [2, 3, 4, 5];
        yield return Training("no weight, no bias", new(plain), hasWeight: false, hasBias: false);
        yield return Training("weight only", new(plain), hasBias: false);
        yield return Training("bias only, far from zero", OpInput.Uniform(plain, 100, 101), hasWeight: false);

        static OpSample Training(string name, OpInput x, bool hasWeight = true, bool hasBias = true) => Channels(
            nameof(Ops.BatchNorm), $"training, {name}", x, i => i[1],
            (x, weight, bias) => Ops.BatchNorm(x, weight, bias, null, null, true), hasWeight, hasBias);
    }

    private static IEnumerable<OpSample> Group()
    {
        foreach (var (shape, groups) in new (Shape, int)[]
        {
            ([2, 6, 5, 5], 2), ([2, 6, 5, 5], 6), ([1, 4, 2, 3, 3], 1), ([3, 6, 7], 3), ([3, 8], 2), ([2, 4, 17, 17], 2),
        })
        {
            yield return Groups($"{shape} in {groups}", shape, groups, true);
        }
        yield return Groups("no weight, no bias", [2, 4, 3, 3], 2, false);

        static OpSample Groups(string name, Shape shape, int groups, bool isAffine) => Channels(
            nameof(Ops.GroupNorm), name, new(shape), i => (i[0] * groups) + (i[1] * groups / shape[1]),
            (x, weight, bias) => Ops.GroupNorm(x, groups, weight, bias), isAffine, isAffine);
    }

    private static IEnumerable<OpSample> Instance()
    {
        foreach (Shape shape in new Shape[] { [2, 3, 5, 4], [2, 2, 7, 7], [2, 3, 6], [1, 2, 3, 2, 4] })
            yield return Images($"{shape}", shape, true);
        yield return Images("no weight, no bias", [1, 2, 4, 4], false);

        static OpSample Images(string name, Shape shape, bool isAffine) => Channels(
            nameof(Ops.InstanceNorm), name, new(shape), i => (i[0] * shape[1]) + i[1],
            (x, weight, bias) => Ops.InstanceNorm(x, weight, bias), isAffine, isAffine);
    }

    private static IEnumerable<OpSample> Layer()
    {
        foreach (var (shape, normalized) in new (Shape, Shape)[]
        {
            ([3, 4, 6], [6]), ([2, 3, 4, 4], [3, 4, 4]), ([5, 7], [7]), ([6], [6]), ([2, 3, 40], [40]),
        })
        {
            yield return Rows($"{shape} over {normalized}", shape, normalized);
        }
        yield return Rows("no weight, no bias", [2, 3, 5, 5], [3, 5, 5], false, false)
            with { Symmetry = SampleSymmetry.Equivariant };
        yield return Rows("a weight per pixel", [2, 3, 5, 5], [3, 5, 5], true, false) with { Symmetry = SampleSymmetry.Broken };

        static OpSample Rows(string name, Shape shape, Shape normalized, bool hasWeight = true, bool hasBias = true)
        {
            var length = (int)normalized.Count;
            int Flat(int[] index) => index.Zip(shape.ToArray()).Aggregate(0, (flat, axis) => (flat * axis.Second) + axis.First);
            return Sample(nameof(Ops.LayerNorm), name, new(shape), normalized, i => Flat(i) / length, i => Flat(i) % length,
                (x, weight, bias) => Ops.LayerNorm(x, normalized, weight, bias), hasWeight, hasBias);
        }
    }

    /// <summary>A norm with a weight and a bias per channel.</summary>
    private static OpSample Channels(string op, string name, OpInput x, Func<int[], int> group,
        Func<Tensor, Tensor?, Tensor?, Tensor> run, bool hasWeight, bool hasBias) =>
        Sample(op, name, x, [x.Shape[1]], group, i => i[1], run, hasWeight, hasBias) with { Symmetry = SymmetryOf(x.Shape) };

    private static OpSample Sample(string op, string name, OpInput x, Shape parameters, Func<int[], int> group,
        Func<int[], int> slot, Func<Tensor, Tensor?, Tensor?, Tensor> run, bool hasWeight, bool hasBias) =>
        new(op, name, [x with { Image = true }, new(parameters), new(parameters)],
            x => run(x[0], hasWeight ? x[1] : null, hasBias ? x[2] : null),
            x => Reference(x[0], group, slot, hasWeight ? x[1] : null, hasBias ? x[2] : null, 1e-5));

    private static SampleSymmetry SymmetryOf(Shape x) => x.Rank == 4 ? SampleSymmetry.Equivariant : SampleSymmetry.None;

    /// <summary>Elements with the same group number share their moments, those with the same slot number weight and
    /// bias.</summary>
    private static HostArray Reference(
        HostArray x, Func<int[], int> group, Func<int[], int> slot, HostArray? weight, HostArray? bias, double eps,
        HostArray? mean = null, HostArray? variance = null)
    {
        var moments = HostArray.Indices(x.Shape).GroupBy(group).ToDictionary(g => g.Key, g =>
        {
            var centre = mean?.Values[g.Key] ?? g.Average(i => x[i]);
            var spread = variance?.Values[g.Key] ?? g.Average(i => Math.Pow(x[i] - centre, 2));
            return (Mean: centre, Deviation: Math.Sqrt(spread + eps));
        });
        return HostArray.From(x.Shape, i =>
        {
            var (centre, deviation) = moments[group(i)];
            return ((x[i] - centre) / deviation * (weight?.Values[slot(i)] ?? 1)) + (bias?.Values[slot(i)] ?? 0);
        });
    }
}
