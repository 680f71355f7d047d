namespace Equivariant.Samples;

internal sealed class SquareSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Square), "both signs", Ops.Square, x => x * x),
    ];
}
