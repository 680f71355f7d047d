namespace Equivariant.Samples;

internal sealed class GeluTanhSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        UnarySamples.Case(nameof(Ops.Gelu), "tanh", x => Ops.Gelu(x, tanh: true),
            x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
    ];
}
