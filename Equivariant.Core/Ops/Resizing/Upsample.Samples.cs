namespace Equivariant.Samples;

internal sealed class UpsampleSamples : IOpSamples
{
    private static readonly (Shape Shape, PerAxis Size)[] Sizes =
    [
        ([1, 2, 5, 6], [9, 7]), ([1, 1, 9, 8], [4, 5]), ([1, 2, 1, 3], [4, 5]), ([2, 1, 4, 3], [1, 2]),
        ([1, 2, 3, 2, 4], [2, 5, 7]), ([2, 2, 6], 11),
    ];

    public static IEnumerable<OpSample> Samples
    {
        get
        {
            const SampleSymmetry equivariant = SampleSymmetry.Equivariant;
            foreach (var (mode, corners)
                in new[] { (Upsampling.Nearest, false), (Upsampling.Linear, false), (Upsampling.Linear, true) })
            {
                yield return Enlarged([2, 2, 4, 4], 2, mode, corners) with { Symmetry = equivariant };
                yield return Enlarged([1, 2, 3, 4], 3, mode, corners) with { Symmetry = equivariant };
                yield return Enlarged([1, 2, 3, 5], [1, 4], mode, corners);
                yield return Enlarged([1, 3, 5, 37], [2, 3], mode, corners);
                yield return Enlarged([2, 3, 5], 2, mode, corners) with { Symmetry = equivariant, SpatialAxes = 1 };
                yield return Enlarged([1, 1, 3, 3, 3], 2, mode, corners) with { Symmetry = equivariant, SpatialAxes = 3 };
                var symmetry = mode == Upsampling.Linear ? equivariant : SampleSymmetry.Broken;
                yield return Resized([1, 2, 3, 3], 5, mode, corners) with { Symmetry = symmetry };
                foreach (var (shape, size) in Sizes)
                    yield return Resized(shape, size, mode, corners);
            }
        }
    }

    private static OpSample Enlarged(Shape shape, PerAxis factor, Upsampling mode, bool corners)
    {
        var factors = factor.For(shape.Rank - 2, "factor");
        return new(nameof(Ops.Upsample), $"{shape} times {factor}, {mode}{(corners ? ", corners" : "")}",
            [new(shape) { Image = true }], x => Ops.Upsample(x[0], factor, mode, corners),
            x => Reference(x[0], [.. factors.Select((f, axis) => f * shape[axis + 2])], mode, corners));
    }

    private static OpSample Resized(Shape shape, PerAxis size, Upsampling mode, bool corners) =>
        new(nameof(Ops.Resize), $"{shape} to {size}, {mode}{(corners ? ", corners" : "")}", [new(shape) { Image = true }],
            x => Ops.Resize(x[0], size, mode, corners), x => Reference(x[0], size.For(shape.Rank - 2, "size"), mode, corners));

    /// <summary>The weights of each axis in turn.</summary>
    private static HostArray Reference(HostArray x, int[] size, Upsampling mode, bool corners)
    {
        for (var axis = 2; axis < x.Shape.Rank; axis++)
        {
            var (from, n, m, at) = (x, x.Shape[axis], size[axis - 2], axis);
            x = HostArray.From(x.Shape.With(axis, m), index =>
            {
                var o = index[at];
                double Pixel(int i) => from[[.. index[..at], Math.Clamp(i, 0, n - 1), .. index[(at + 1)..]]];
                if (mode == Upsampling.Nearest)
                    return Pixel(o * n / m);
                var place = corners ? m == 1 ? 0 : (double)o * (n - 1) / (m - 1) : Math.Max(0, ((o + 0.5) * n / m) - 0.5);
                var before = (int)Math.Floor(place + 1e-12);
                return ((1 - place + before) * Pixel(before)) + ((place - before) * Pixel(before + 1));
            });
        }
        return x;
    }
}
