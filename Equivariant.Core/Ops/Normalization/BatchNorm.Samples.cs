namespace Equivariant.Samples;

internal sealed class BatchNormSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, name) in new (Shape, string)[]
            {
                ([6, 4], "no spatial axis"), ([3, 4, 7], "signal"), ([1, 3, 5, 4], "one image"), ([2, 2, 3, 2, 4], "volume"),
                ([3, 5, 9, 9], "odd image"), ([2, 3, 20, 20], "larger image"),
            })
            {
                Shape channels = [shape[1]];
                var image = name.EndsWith("image") && shape[0] > 1;
                yield return new(nameof(Ops.BatchNorm), $"training, {name}",
                    [new(shape) { Image = image }, new(channels), new(channels)],
                    x => Ops.BatchNorm(x[0], x[1], x[2], null, null, true), x => Reference(x[0], x[1], x[2], null, null, 1e-5))
                { Symmetry = image ? SampleSymmetry.Equivariant : SampleSymmetry.None };
                yield return new(nameof(Ops.BatchNorm), $"evaluation, {name}",
                    [new(shape) { Image = image }, new(channels), new(channels), Fixed(channels), Fixed(channels)],
                    x => Ops.BatchNorm(x[0], x[1], x[2], x[3], x[4], false, eps: 1e-3),
                    x => Reference(x[0], x[1], x[2], x[3], x[4], 1e-3))
                { Symmetry = image ? SampleSymmetry.Equivariant : SampleSymmetry.None };
            }
            Shape plain = [2, 3, 4, 5];
            yield return new(nameof(Ops.BatchNorm), "training, no weight, no bias", [new(plain)],
                x => Ops.BatchNorm(x[0], null, null, null, null, true), x => Reference(x[0], null, null, null, null, 1e-5));
            yield return new(nameof(Ops.BatchNorm), "training, weight only", [new(plain), new([3])],
                x => Ops.BatchNorm(x[0], x[1], null, null, null, true), x => Reference(x[0], x[1], null, null, null, 1e-5));
            yield return new(nameof(Ops.BatchNorm), "training, bias only, far from zero",
                [OpInput.Uniform(plain, 100, 101), new([3])],
                x => Ops.BatchNorm(x[0], null, x[1], null, null, true), x => Reference(x[0], null, x[1], null, null, 1e-5));
        }
    }

    private static OpInput Fixed(Shape shape) => OpInput.Uniform(shape, 0.5, 2) with { Differentiable = false };

    private static HostArray Reference(
        HostArray x, HostArray? weight, HostArray? bias, HostArray? mean, HostArray? variance, double eps) =>
        NormReference.Of(x, i => i[1], i => i[1], weight, bias, eps, mean, variance);
}
