namespace Equivariant.Samples;

internal sealed class AvgPoolSamples : IOpSamples
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
                ([2, 2, 7, 7], 3, 2, 1, false, SampleSymmetry.Equivariant), ([1, 2, 8, 7], 3, 2, 1, true, SampleSymmetry.None),
                ([1, 2, 5, 6], 3, 1, 1, false, SampleSymmetry.None),
                ([1, 2, 6, 9], [3, 2], [1, 3], [1, 0], true, SampleSymmetry.None),
                ([2, 3, 11], 4, 3, 2, true, SampleSymmetry.None), ([1, 1, 5, 5, 5], 3, 2, 1, false, SampleSymmetry.Equivariant),
                ([1, 1, 4, 5, 3], [1, 3, 2], [2, 1, 1], [0, 1, 1], true, SampleSymmetry.None),
            })
            {
                foreach (var include in new[] { true, false })
                {
                    yield return PoolSamples.Sample(nameof(Ops.AvgPool), shape,
                        $"{kernel}, stride {stride}, padding {padding}, ceil {ceil}, padding counts {include}", symmetry,
                        x => Ops.AvgPool(x, kernel, stride, padding, include, ceil),
                        x => PoolSamples.Reference(x, kernel, stride ?? kernel, padding, ceil,
                            (values, padded) => values.Sum() / (include ? padded : values.Count)));
                }
            }
            foreach (var (shape, size)
                in new (Shape, PerAxis)[] { ([2, 2, 7, 8], [3, 5]), ([1, 2, 5], 3), ([1, 2, 5, 4, 7], [2, 3, 4]) })
            {
                yield return PoolSamples.Sample(nameof(Ops.AdaptiveAvgPool), shape, $"{size}", SampleSymmetry.None,
                    x => Ops.AdaptiveAvgPool(x, size), x => PoolSamples.AdaptiveReference(x, size, values => values.Average()));
            }
            yield return PoolSamples.Sample(nameof(Ops.AdaptiveAvgPool), [2, 2, 7, 7], "3", SampleSymmetry.Equivariant,
                x => Ops.AdaptiveAvgPool(x, 3), x => PoolSamples.AdaptiveReference(x, 3, values => values.Average()));
            foreach (Shape shape in new Shape[] { [2, 3, 5, 5], [2, 3, 7], [1, 2, 3, 4, 3] })
            {
                var symmetry = shape.Rank == 4 ? SampleSymmetry.Invariant : SampleSymmetry.None;
                yield return PoolSamples.Sample(nameof(Ops.GlobalAvgPool), shape, "", symmetry, Ops.GlobalAvgPool,
                    x => PoolSamples.GlobalReference(x, values => values.Average()));
            }
        }
    }
}
