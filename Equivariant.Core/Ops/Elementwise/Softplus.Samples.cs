namespace Equivariant.Samples;

internal sealed class SoftplusSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Softplus), "both signs", Ops.Softplus, x => Math.Log(1 + Math.Exp(x))),
        UnarySamples.Case(nameof(Ops.Softplus), "above the threshold", Ops.Softplus, x => x, s => OpInput.Uniform(s, 20.5, 30)),
    ];
}
