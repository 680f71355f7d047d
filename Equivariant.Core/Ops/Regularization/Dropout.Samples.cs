namespace Equivariant.Samples;

internal sealed class DropoutSamples : IOpSamples
{
    private const ulong Seed = 0xFEDC_BA98_7654_3210;

    private delegate Tensor Drop(Tensor x, double p, ulong seed, bool training = true);

    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (op, drop, ofChannels) in new (string, Drop, bool)[]
            {
                (nameof(Ops.Dropout), Ops.Dropout, false), (nameof(Ops.DropoutChannels), Ops.DropoutChannels, true),
            })
            {
                OpSample Sample(string name, Shape shape, double p, bool training = true) =>
                    new(op, name, [new(shape) { Image = true }], x => drop(x[0], p, Seed, training) * 1.0,
                        x => training ? Reference(x[0], p, ofChannels ? shape.CountOf(2, shape.Rank) : 1) : x[0]);

                yield return Sample("p 0.3", [3, 4, 2, 2, 2], 0.3);
                yield return Sample("p 1", [3, 4, 5], 1);
                yield return Sample("evaluation", [3, 4], 0.5, false);
                yield return Sample("image", [2, 3, 4, 4], 0.5)
                    with { Symmetry = ofChannels ? SampleSymmetry.Equivariant : SampleSymmetry.Broken };
            }
        }
    }

    private static HostArray Reference(HostArray x, double p, int block)
    {
        return new(x.Shape, [.. x.Values.Select((value, i) =>
        {
            // The hash of the kernel in 64-bit arithmetic.
            var hash = Mixed(Mixed((ulong)(i / block) ^ (Seed & uint.MaxValue)) ^ (Seed >> 32));
            return hash / 256 / 16777216.0 >= p ? value / (1 - p) : 0;
        })]);

        static ulong Mixed(ulong h)
        {
            h = (h ^ (h / 65536)) * 0x7FEB352D % 4294967296;
            h = (h ^ (h / 32768)) * 0x846CA68B % 4294967296;
            return h ^ (h / 65536);
        }
    }
}
