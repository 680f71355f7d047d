namespace Equivariant.Samples;

internal sealed class ExpSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Exp), "both signs", Ops.Exp, Math.Exp),
    ];
}
