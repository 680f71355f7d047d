namespace Equivariant.Samples;

internal sealed class RotateSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var mode in new[] { Interpolation.Nearest, Interpolation.Bilinear })
            {
                // Oblique angles without ties between pixels, which the reference in floating point would not see.
                foreach (var (shape, degrees, fill, symmetry) in new (Shape, double, double?, SampleSymmetry)[]
                {
                    ([2, 3, 7, 7], 17.3, null, SampleSymmetry.Broken), ([2, 2, 8, 8], 180, null, SampleSymmetry.Equivariant),
                    ([1, 2, 5, 8], -131.7, null, SampleSymmetry.None), ([1, 1, 9, 9], 52.1, 0.5, SampleSymmetry.Broken),
                    ([1, 2, 6, 6], 90, null, SampleSymmetry.Broken), ([1, 6, 4], 23.9, 0, SampleSymmetry.None),
                    ([2, 1, 5, 5], 720, -1, SampleSymmetry.Equivariant),
                })
                {
                    yield return new(nameof(Ops.Rotate), $"{shape} by {degrees}, {mode}, fill {fill}",
                        [new(shape) { Image = true }],
                        x => Ops.Rotate(x[0], degrees, mode, fill), x => RotateReference.Of(x[0], degrees, -2, -1, mode, fill))
                    { Symmetry = symmetry };
                }
            }
        }
    }
}
