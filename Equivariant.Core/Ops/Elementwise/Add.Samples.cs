namespace Equivariant.Samples;

internal sealed class AddSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples => BinarySamples.Cases(nameof(Ops.Add), Ops.Add, (a, b) => a + b);
}
