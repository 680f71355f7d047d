namespace Equivariant.Samples;

internal sealed class GeluSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        // Reference values of Φ: 50-digit arithmetic, at x = −3, −1, −0.25, 0, 0.5, 2.
        new(nameof(Ops.Gelu), "error function", [new([6], (_, _) => [-3, -1, -0.25, 0, 0.5, 2])], x => Ops.Gelu(x[0]),
            x => new([6],
            [
                -3 * 0.0013498980316300945, -0.15865525393145705, -0.25 * 0.40129367431707625,
                0, 0.5 * 0.69146246127401310, 2 * 0.97724986805182079,
            ])),
    ];
}
