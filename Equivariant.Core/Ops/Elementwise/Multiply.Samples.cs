namespace Equivariant.Samples;

internal sealed class MultiplySamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples => BinarySamples.Cases(nameof(Ops.Multiply), Ops.Multiply, (a, b) => a * b);
}
