namespace Equivariant.Samples;

internal sealed class UpsampleSamples : IOpSamples
{
    private const SampleSymmetry None = SampleSymmetry.None, Equivariant = SampleSymmetry.Equivariant;

    private static readonly (Shape Shape, PerAxis Factor, SampleSymmetry)[] Factors =
    [
        ([2, 2, 4, 4], 2, Equivariant), ([1, 2, 3, 4], 3, Equivariant), ([1, 2, 3, 5], [1, 4], None),
        ([1, 3, 5, 37], [2, 3], None), ([2, 3, 5], 2, Equivariant), ([1, 1, 3, 3, 3], 2, Equivariant),
    ];

    private static readonly (Shape Shape, PerAxis Size)[] Sizes =
    [
        ([1, 2, 3, 3], 5), ([1, 2, 5, 6], [9, 7]), ([1, 1, 9, 8], [4, 5]), ([1, 2, 1, 3], [4, 5]), ([2, 1, 4, 3], [1, 2]),
        ([1, 2, 3, 2, 4], [2, 5, 7]), ([2, 2, 6], 11),
    ];

    public static IEnumerable<OpSample> Samples =>
        new[] { (Upsampling.Nearest, false), (Upsampling.Linear, false), (Upsampling.Linear, true) }.SelectMany(Of);

    private static IEnumerable<OpSample> Of((Upsampling Mode, bool Corners) setting)
    {
        var (mode, corners) = setting;
        var suffix = $"{mode}{(corners ? ", corners" : "")}";
        foreach (var (shape, factor, symmetry) in Factors)
        {
            int[] size = [.. factor.For(shape.Rank - 2, "factor").Select((f, axis) => f * shape[axis + 2])];
            yield return new(nameof(Ops.Upsample), $"{shape} times {factor}, {suffix}", [new(shape) { Image = true }],
                x => Ops.Upsample(x[0], factor, mode, corners), x => Reference(x[0], size, mode, corners))
            { Symmetry = symmetry, SpatialAxes = shape.Rank - 2 };
        }
        foreach (var (shape, size) in Sizes)
        {
            yield return new(nameof(Ops.Resize), $"{shape} to {size}, {suffix}", [new(shape) { Image = true }],
                x => Ops.Resize(x[0], size, mode, corners),
                x => Reference(x[0], size.For(shape.Rank - 2, "size"), mode, corners))
            {
                Symmetry = shape != [1, 2, 3, 3] ? None : mode == Upsampling.Linear ? Equivariant : SampleSymmetry.Broken,
            };
        }
    }

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
