namespace Equivariant.Samples;

internal sealed class SiluSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Silu), "both signs", Ops.Silu, x => x / (1 + Math.Exp(-x))),
    ];
}
