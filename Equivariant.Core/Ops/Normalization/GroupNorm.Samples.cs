namespace Equivariant.Samples;

internal sealed class GroupNormSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, groups) in new (Shape, int)[]
            {
                ([2, 6, 5, 5], 2), ([2, 6, 5, 5], 6), ([1, 4, 2, 3, 3], 1), ([3, 6, 7], 3), ([3, 8], 2), ([2, 4, 17, 17], 2),
            })
            {
                Shape channels = [shape[1]];
                var image = shape.Rank == 4;
                yield return new(nameof(Ops.GroupNorm), $"{shape} in {groups}",
                    [new(shape) { Image = image }, new(channels), new(channels)],
                    x => Ops.GroupNorm(x[0], groups, x[1], x[2]), x => Reference(x[0], groups, x[1], x[2]))
                { Symmetry = image ? SampleSymmetry.Equivariant : SampleSymmetry.None };
            }
            yield return new(nameof(Ops.GroupNorm), "no weight, no bias", [new([2, 4, 3, 3])],
                x => Ops.GroupNorm(x[0], 2), x => Reference(x[0], 2, null, null));
        }
    }

    private static HostArray Reference(HostArray x, int groups, HostArray? weight, HostArray? bias) => NormReference.Of(
        x, i => (i[0] * groups) + (i[1] * groups / x.Shape[1]), i => i[1], weight, bias, 1e-5);
}
