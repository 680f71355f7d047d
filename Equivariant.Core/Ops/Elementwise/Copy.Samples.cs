namespace Equivariant.Samples;

internal sealed class CopySamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Copy), "plain", Ops.Copy, x => x),
    ];
}
