namespace Equivariant.Samples;

internal sealed class DivideSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
        BinarySamples.Cases(nameof(Ops.Divide), Ops.Divide, (a, b) => a / b, shape => OpInput.Uniform(shape, 0.5, 2));
}
