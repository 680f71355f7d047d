namespace Equivariant.Samples;

internal sealed class SubtractSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples => BinarySamples.Cases(nameof(Ops.Subtract), Ops.Subtract, (a, b) => a - b);
}
