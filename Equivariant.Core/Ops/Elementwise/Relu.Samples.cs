namespace Equivariant.Samples;

internal sealed class ReluSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Relu), "both signs", Ops.Relu, x => x > 0 ? x : 0),
    ];
}
