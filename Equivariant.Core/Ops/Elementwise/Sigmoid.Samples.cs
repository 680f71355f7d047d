namespace Equivariant.Samples;

internal sealed class SigmoidSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Sigmoid), "moderate", Ops.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        UnarySamples.Case(nameof(Ops.Sigmoid), "large", Ops.Sigmoid, x => 1 / (1 + Math.Exp(-x)),
            s => OpInput.Uniform(s, -40, 40)),
    ];
}
