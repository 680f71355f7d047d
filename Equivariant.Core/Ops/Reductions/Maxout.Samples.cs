namespace Equivariant.Samples;

internal sealed class MaxoutSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("pairs of image channels", [2, 6, 3, 3], 2) with { Symmetry = SampleSymmetry.Equivariant },
        Sample("threes without space", [4, 9], 3),
        Sample("all channels of a volume", [2, 4, 2, 3, 2], 4),
        Sample("single pieces", [2, 3, 5], 1),
    ];

    private static OpSample Sample(string name, Shape shape, int pieces) =>
        new(nameof(Ops.Maxout), name, [OpInput.Distinct(shape) with { Image = true }], x => Ops.Maxout(x[0], pieces),
            x => HostArray.From(shape.With(1, shape[1] / pieces), i => Enumerable.Range(0, pieces)
                .Max(piece => x[0][[i[0], (i[1] * pieces) + piece, .. i[2..]]])));
}
