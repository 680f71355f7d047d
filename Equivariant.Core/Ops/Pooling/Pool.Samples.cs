namespace Equivariant.Samples;

/// <summary>Pooling by the definition, for the samples: a padded image is walked place by place,
/// and what lies outside is left out.</summary>
internal static class PoolSamples
{
    public static OpSample Sample(
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
    public static HostArray Reference(
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

    public static HostArray AdaptiveReference(HostArray x, PerAxis outputSize, Func<List<double>, double> reduce)
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

            return reduce([.. HostArray.Indices(x.Shape)
                .Where(i => i[0] == o[0] && i[1] == o[1] && Enumerable.Range(0, rank).All(axis => Inside(i[2 + axis], axis)))
                .Select(i => x[i])]);
        });
    }

    public static HostArray GlobalReference(HostArray x, Func<List<double>, double> reduce) => HostArray.From(
        [x.Shape[0], x.Shape[1]],
        o => reduce([.. HostArray.Indices(x.Shape).Where(i => i[0] == o[0] && i[1] == o[1]).Select(i => x[i])]));
}
