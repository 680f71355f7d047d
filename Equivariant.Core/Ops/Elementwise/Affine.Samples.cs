namespace Equivariant.Samples;

internal sealed class AffineSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Affine), "scale and shift", x => Ops.Affine(x, -2.5, 0.75), x => (-2.5 * x) + 0.75),
    ];
}
