namespace Equivariant.Samples;

internal sealed class GaussianRingsSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("five rings", OpInput.Uniform([5], -1, 1)),
        Sample("one ring", OpInput.Uniform([1], -1, 1)),
        // Far from the limits themselves, where the derivative jumps.
        Sample("widths beyond both limits", new([4], (_, _) => [-6, 0.3, 3, -0.2])),
    ];

    private static OpSample Sample(string name, OpInput input) =>
        new(nameof(Ops.GaussianRings), name, [input], x => Ops.GaussianRings(x[0]), x =>
        {
            var rings = x[0].Shape[0];
            return HostArray.From([rings, rings], at =>
            {
                var sigma = Math.Clamp(Math.Exp(x[0][at[0]]), GaussianRingsOp.Smallest, 2 * rings);
                return Math.Exp(-0.5 * Math.Pow((at[1] - at[0]) / sigma, 2)) / (sigma * GaussianRingsOp.RootTwoPi);
            });
        });
}
