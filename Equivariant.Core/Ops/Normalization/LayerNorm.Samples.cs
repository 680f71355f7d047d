namespace Equivariant.Samples;

internal sealed class LayerNormSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, normalized) in new (Shape, Shape)[]
            {
                ([3, 4, 6], [6]), ([2, 3, 4, 4], [3, 4, 4]), ([5, 7], [7]), ([6], [6]), ([2, 3, 40], [40]),
            })
            {
                yield return new(nameof(Ops.LayerNorm), $"{shape} over {normalized}",
                    [new(shape), new(normalized), new(normalized)],
                    x => Ops.LayerNorm(x[0], normalized, x[1], x[2]), x => Reference(x[0], normalized, x[1], x[2]));
            }
            yield return new(nameof(Ops.LayerNorm), "no weight, no bias", [new([2, 3, 5, 5]) { Image = true }],
                x => Ops.LayerNorm(x[0], [3, 5, 5]), x => Reference(x[0], [3, 5, 5], null, null))
            { Symmetry = SampleSymmetry.Equivariant };
            yield return new(nameof(Ops.LayerNorm), "a weight per pixel", [new([2, 3, 5, 5]) { Image = true }, new([3, 5, 5])],
                x => Ops.LayerNorm(x[0], [3, 5, 5], x[1]), x => Reference(x[0], [3, 5, 5], x[1], null))
            { Symmetry = SampleSymmetry.Broken };
        }
    }

    private static HostArray Reference(HostArray x, Shape normalized, HostArray? weight, HostArray? bias)
    {
        var length = (int)normalized.Count;
        int Flat(int[] index) => index.Zip(x.Shape.ToArray()).Aggregate(0, (flat, axis) => (flat * axis.Second) + axis.First);
        return NormReference.Of(x, i => Flat(i) / length, i => Flat(i) % length, weight, bias, 1e-5);
    }
}
