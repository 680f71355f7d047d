namespace Equivariant.Samples;

internal sealed class InstanceNormSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (Shape shape in new Shape[] { [2, 3, 5, 4], [2, 2, 7, 7], [2, 3, 6], [1, 2, 3, 2, 4] })
            {
                Shape channels = [shape[1]];
                var image = shape.Rank == 4;
                yield return new(nameof(Ops.InstanceNorm), $"{shape}",
                    [new(shape) { Image = image }, new(channels), new(channels)],
                    x => Ops.InstanceNorm(x[0], x[1], x[2]), x => Reference(x[0], x[1], x[2]))
                { Symmetry = image ? SampleSymmetry.Equivariant : SampleSymmetry.None };
            }
            yield return new(nameof(Ops.InstanceNorm), "no weight, no bias", [new([1, 2, 4, 4])],
                x => Ops.InstanceNorm(x[0]), x => Reference(x[0], null, null));
        }
    }

    private static HostArray Reference(HostArray x, HostArray? weight, HostArray? bias) =>
        NormReference.Of(x, i => (i[0] * x.Shape[1]) + i[1], i => i[1], weight, bias, 1e-5);
}
