namespace Equivariant.Samples;

internal sealed class DropoutSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var p in new[] { 0.3, 1.0 })
            {
                yield return Sample(nameof(Ops.Dropout), $"p {p}", [3, 4, 5], p, 1, x => Ops.Dropout(x, p, Seed));
                yield return Sample(nameof(Ops.DropoutChannels), $"p {p}", [3, 4, 2, 2, 2], p, 8,
                    x => Ops.DropoutChannels(x, p, Seed));
            }
            var elements = Sample(nameof(Ops.Dropout), "image", [2, 3, 4, 4], 0.5, 1, x => Ops.Dropout(x, 0.5, Seed));
            yield return elements with { Symmetry = SampleSymmetry.Broken };
            var channels = Sample(
                nameof(Ops.DropoutChannels), "image", [2, 3, 4, 4], 0.5, 16, x => Ops.DropoutChannels(x, 0.5, Seed));
            yield return channels with { Symmetry = SampleSymmetry.Equivariant };
            yield return Sample(nameof(Ops.Dropout), "evaluation", [3, 4], 0, 1, x => Ops.Dropout(x, 0.5, Seed, false) * 1.0);
            yield return Sample(nameof(Ops.DropoutChannels), "evaluation", [3, 4], 0, 1,
                x => Ops.DropoutChannels(x, 0.5, Seed, false) * 1.0);
        }
    }

    private const ulong Seed = 0xFEDC_BA98_7654_3210;

    private static OpSample Sample(string op, string name, Shape shape, double p, int block, Func<Tensor, Tensor> run) =>
        new(op, name, [new(shape) { Image = true }], x => run(x[0]), x =>
        {
            var y = (double[])x[0].Values.Clone();
            for (var i = 0; i < y.Length; i++)
            {
                // The hash of the kernel in 64-bit arithmetic.
                var hash = Mixed(Mixed((ulong)(i / block) ^ (Seed & uint.MaxValue)) ^ (Seed >> 32));
                y[i] *= hash / 256 / 16777216.0 >= p ? 1 / (1 - p) : 0;
            }
            return new(shape, y);

            static ulong Mixed(ulong h)
            {
                h = (h ^ (h / 65536)) * 0x7FEB352D % 4294967296;
                h = (h ^ (h / 32768)) * 0x846CA68B % 4294967296;
                return h ^ (h / 65536);
            }
        });
}
