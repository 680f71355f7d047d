namespace Equivariant.Samples;

internal sealed class LeakyReluSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.LeakyRelu), "default slope", x => Ops.LeakyRelu(x), x => x > 0 ? x : 0.01 * x),
        UnarySamples.Case(nameof(Ops.LeakyRelu), "slope 0.2", x => Ops.LeakyRelu(x, 0.2), x => x > 0 ? x : 0.2 * x),
    ];
}
