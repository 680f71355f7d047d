namespace Equivariant.Samples;

internal sealed class TanhSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Tanh), "both signs", Ops.Tanh, Math.Tanh),
        UnarySamples.Case(nameof(Ops.Tanh), "near zero", Ops.Tanh, Math.Tanh, s => OpInput.Uniform(s, -0.2, 0.2)),
        UnarySamples.Case(nameof(Ops.Tanh), "large", Ops.Tanh, Math.Tanh, s => OpInput.Uniform(s, -500, 500)),
    ];
}
