namespace Equivariant.Samples;

internal sealed class AbsSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Abs), "both signs", Ops.Abs, Math.Abs),
    ];
}
