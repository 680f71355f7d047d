namespace Equivariant.Samples;

internal sealed class LogSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Log), "positive", Ops.Log, Math.Log, s => OpInput.Uniform(s, 0.2, 5)),
    ];
}
