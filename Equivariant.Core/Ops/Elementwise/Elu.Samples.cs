namespace Equivariant.Samples;

internal sealed class EluSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Elu), "alpha 1", x => Ops.Elu(x), x => x > 0 ? x : Math.Exp(x) - 1),
        UnarySamples.Case(nameof(Ops.Elu), "alpha 0.5", x => Ops.Elu(x, 0.5), x => x > 0 ? x : 0.5 * (Math.Exp(x) - 1)),
    ];
}
