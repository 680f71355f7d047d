namespace Equivariant.Samples;

internal sealed class SqrtSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Sqrt), "positive", Ops.Sqrt, Math.Sqrt, s => OpInput.Uniform(s, 0.2, 5)),
    ];
}
