namespace Equivariant.Samples;

/// <summary>Pooling by the definition: a padded image is walked place by place, and what lies outside is left out.</summary>
internal sealed class PoolSamples : IOpSamples
{
    private const SampleSymmetry None = SampleSymmetry.None, Equivariant = SampleSymmetry.Equivariant;

    private static readonly (Shape Shape, PerAxis Kernel, PerAxis? Stride, PerAxis Padding, bool Ceil, SampleSymmetry)[] Windows =
    [
        ([2, 3, 6, 6], 2, null, 0, false, Equivariant), ([1, 2, 7, 7], 2, null, 0, false, SampleSymmetry.Broken),
        ([2, 2, 7, 7], 3, 2, 1, false, Equivariant), ([2, 2, 8, 8], 3, 2, 1, false, SampleSymmetry.Broken),
        ([1, 2, 8, 7], 3, 2, 1, true, None), ([1, 1, 8, 7], 3, 2, 0, true, None),
        ([1, 2, 5, 5], 3, 1, 1, false, Equivariant), ([1, 2, 5, 6], 3, 1, 1, false, None),
        ([1, 2, 6, 9], [3, 2], [1, 3], [1, 0], true, None), ([2, 3, 11], 4, 3, 2, true, None),
        ([1, 2, 4, 6, 5], 2, null, 0, false, None), ([1, 1, 5, 5, 5], 3, 2, 1, false, Equivariant),
        ([1, 1, 4, 5, 3], [1, 3, 2], [2, 1, 1], [0, 1, 1], false, None),
        ([1, 1, 4, 5, 3], [1, 3, 2], [2, 1, 1], [0, 1, 1], true, None),
    ];

    private static readonly (Shape Shape, PerAxis Size, SampleSymmetry)[] Sizes =
    [
        ([2, 2, 7, 8], [3, 5], None), ([2, 2, 7, 6], [3, 4], None), ([2, 2, 7, 7], 3, Equivariant), ([1, 2, 5], 3, None),
        ([1, 2, 5, 4, 7], [2, 3, 4], None), ([1, 2, 3, 5, 4], [3, 2, 3], None),
    ];

    private static readonly (Shape Shape, SampleSymmetry)[] Images =
        [([2, 3, 5, 5], SampleSymmetry.Invariant), ([2, 3, 7], None), ([1, 2, 3, 4, 3], None)];

    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, kernel, stride, padding, ceil, symmetry) in Windows)
            {
                HostArray Pool(HostArray x, Func<List<double>, int, double> reduce) =>
                    Reference(x, kernel, stride ?? kernel, padding, ceil, reduce);

                var name = $"{kernel}, stride {stride}, padding {padding}, ceil {ceil}";
                yield return Sample(nameof(Ops.MaxPool), shape, name, symmetry,
                    x => Ops.MaxPool(x, kernel, stride, padding, ceil), x => Pool(x, (values, _) => values.Max()));
                yield return Sample(nameof(Ops.AvgPool), shape, $"{name}, padding counts", symmetry,
                    x => Ops.AvgPool(x, kernel, stride, padding, true, ceil),
                    x => Pool(x, (values, padded) => values.Sum() / padded));
                yield return Sample(nameof(Ops.AvgPool), shape, $"{name}, padding does not count", symmetry,
                    x => Ops.AvgPool(x, kernel, stride, padding, false, ceil), x => Pool(x, (values, _) => values.Average()));
            }
            foreach (var (shape, size, symmetry) in Sizes)
            {
                yield return Sample(nameof(Ops.AdaptiveMaxPool), shape, $"{size}", symmetry,
                    x => Ops.AdaptiveMaxPool(x, size), x => Adaptive(x, size, values => values.Max()));
                yield return Sample(nameof(Ops.AdaptiveAvgPool), shape, $"{size}", symmetry,
                    x => Ops.AdaptiveAvgPool(x, size), x => Adaptive(x, size, values => values.Average()));
            }
            foreach (var (shape, symmetry) in Images)
            {
                HostArray Global(HostArray x, Func<IEnumerable<double>, double> reduce) =>
                    new([shape[0], shape[1]], Adaptive(x, 1, reduce).Values);

                yield return Sample(nameof(Ops.GlobalMaxPool), shape, "", symmetry, Ops.GlobalMaxPool,
                    x => Global(x, values => values.Max()));
                yield return Sample(nameof(Ops.GlobalAvgPool), shape, "", symmetry, Ops.GlobalAvgPool,
                    x => Global(x, values => values.Average()));
            }
        }
    }

    private static OpSample Sample(
        string op, Shape shape, string name, SampleSymmetry symmetry, Func<Tensor, Tensor> run,
        Func<HostArray, HostArray> reference) =>
        new(op, $"{shape} {name}".TrimEnd(), [OpInput.Distinct(shape) with { Image = true }], x => run(x[0]),
            x => reference(x[0]))
        {
            Symmetry = symmetry,
            SpatialAxes = shape.Rank - 2,
        };

    /// <summary><paramref name="reduce"/> takes the values inside the image and the number of places inside the padded
    /// image.</summary>
    private static HostArray Reference(
        HostArray x, PerAxis kernel, PerAxis stride, PerAxis padding, bool ceil, Func<List<double>, int, double> reduce)
    {
        var rank = x.Shape.Rank - 2;
        var (k, s, p) = (kernel.For(rank, "kernel"), stride.For(rank, "stride"), padding.For(rank, "padding"));
        var extents = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            // Windows are laid one after the other as long as they fit (or, with ceil,
            // start within the image or its left padding).
            var size = x.Shape[2 + axis];
            var reach = size + p[axis] - k[axis];
            for (var start = -p[axis]; ceil ? start < size && start < reach + s[axis] : start <= reach; start += s[axis])
                extents[axis]++;
        }
        return HostArray.From([x.Shape[0], x.Shape[1], .. extents], o =>
        {
            var values = new List<double>();
            var padded = 0;
            foreach (var tap in HostArray.Indices(new Shape(k)))
            {
                int[] at = [o[0], o[1], .. tap.Select((t, axis) => (o[2 + axis] * s[axis]) - p[axis] + t)];
                if (Enumerable.Range(0, rank).All(axis => at[2 + axis] < x.Shape[2 + axis] + p[axis]))
                    padded++;
                if (Enumerable.Range(0, rank).All(axis => at[2 + axis] >= 0 && at[2 + axis] < x.Shape[2 + axis]))
                    values.Add(x[at]);
            }
            return reduce(values, padded);
        });
    }

    private static HostArray Adaptive(HostArray x, PerAxis outputSize, Func<IEnumerable<double>, double> reduce)
    {
        var rank = x.Shape.Rank - 2;
        var sizes = outputSize.For(rank, "outputSize");
        return HostArray.From([x.Shape[0], x.Shape[1], .. sizes], o =>
        {
            bool Inside(int place, int axis)
            {
                var scale = (double)x.Shape[2 + axis] / sizes[axis];
                return place >= Math.Floor(o[2 + axis] * scale) && place < Math.Ceiling((o[2 + axis] + 1) * scale);
            }

            return reduce(HostArray.Indices(x.Shape)
                .Where(i => i[0] == o[0] && i[1] == o[1] && Enumerable.Range(0, rank).All(axis => Inside(i[2 + axis], axis)))
                .Select(i => x[i]));
        });
    }
}
