namespace Equivariant.Samples;

internal sealed class MaxPoolSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, kernel, stride, padding, ceil, symmetry)
                in new (Shape, PerAxis, PerAxis?, PerAxis, bool, SampleSymmetry)[]
            {
                ([2, 3, 6, 6], 2, null, 0, false, SampleSymmetry.Equivariant),
                ([1, 2, 7, 7], 2, null, 0, false, SampleSymmetry.Broken),
                ([2, 2, 7, 7], 3, 2, 1, false, SampleSymmetry.Equivariant), ([2, 2, 8, 8], 3, 2, 1, false, SampleSymmetry.Broken),
                ([1, 2, 5, 5], 3, 1, 1, false, SampleSymmetry.Equivariant), ([1, 1, 8, 7], 3, 2, 0, true, SampleSymmetry.None),
                ([1, 2, 6, 9], [3, 2], [1, 3], [1, 0], true, SampleSymmetry.None),
                ([2, 3, 11], 4, 3, 2, true, SampleSymmetry.None),
                ([1, 2, 4, 6, 5], 2, null, 0, false, SampleSymmetry.None),
                ([1, 1, 5, 5, 5], 3, 2, 1, false, SampleSymmetry.Equivariant),
                ([1, 1, 4, 5, 3], [1, 3, 2], [2, 1, 1], [0, 1, 1], false, SampleSymmetry.None),
            })
            {
                yield return PoolSamples.Sample(nameof(Ops.MaxPool), shape,
                    $"{kernel}, stride {stride}, padding {padding}, ceil {ceil}",
                    symmetry, x => Ops.MaxPool(x, kernel, stride, padding, ceil),
                    x => PoolSamples.Reference(x, kernel, stride ?? kernel, padding, ceil, (values, _) => values.Max()));
            }
            foreach (var (shape, size)
                in new (Shape, PerAxis)[] { ([2, 2, 7, 6], [3, 4]), ([1, 2, 5], 3), ([1, 2, 3, 5, 4], [3, 2, 3]) })
            {
                yield return PoolSamples.Sample(nameof(Ops.AdaptiveMaxPool), shape, $"{size}", SampleSymmetry.None,
                    x => Ops.AdaptiveMaxPool(x, size), x => PoolSamples.AdaptiveReference(x, size, values => values.Max()));
            }
            yield return PoolSamples.Sample(nameof(Ops.AdaptiveMaxPool), [2, 2, 7, 7], "3", SampleSymmetry.Equivariant,
                x => Ops.AdaptiveMaxPool(x, 3), x => PoolSamples.AdaptiveReference(x, 3, values => values.Max()));
            foreach (Shape shape in new Shape[] { [2, 3, 5, 5], [2, 3, 7], [1, 2, 3, 4, 3] })
            {
                var symmetry = shape.Rank == 4 ? SampleSymmetry.Invariant : SampleSymmetry.None;
                yield return PoolSamples.Sample(nameof(Ops.GlobalMaxPool), shape, "", symmetry, Ops.GlobalMaxPool,
                    x => PoolSamples.GlobalReference(x, values => values.Max()));
            }
        }
    }
}
