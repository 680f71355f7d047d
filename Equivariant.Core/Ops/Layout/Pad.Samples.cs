namespace Equivariant.Samples;

internal sealed class PadSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var mode in Enum.GetValues<PaddingMode>())
            {
                yield return Sample($"{mode}, one axis", [2, 5], [2], [1], mode);
                yield return Sample($"{mode}, two axes, uneven", [2, 3, 4, 5], [1, 0], [3, 2], mode);
                yield return Sample($"{mode}, three axes", [1, 2, 3, 2, 4], [1, 0, 2], [2, 1, 3], mode);
                yield return Sample($"{mode}, as far as it goes", [2, 4, 3], [3, 2], [3, 2], mode);
                yield return Sample($"{mode}, same on all sides", [1, 2, 4, 4], [2, 2], [2, 2], mode, SampleSymmetry.Equivariant);
                yield return Sample($"{mode}, one side", [1, 2, 4, 4], [2, 2], [1, 1], mode, SampleSymmetry.Broken);
            }
            yield return Sample("circular, whole turn", [3, 2], [2], [2], PaddingMode.Circular);
            yield return Sample("replicate, far", [2, 1, 3], [4, 0], [2, 7], PaddingMode.Replicate);
            yield return Sample("negative", [2, 5, 6], [-1, -2], [-2, 3], PaddingMode.Zeros);
        }
    }

    private static OpSample Sample(
        string name, Shape shape, int[] before, int[] after, PaddingMode mode, SampleSymmetry symmetry = SampleSymmetry.None) =>
        new(nameof(Ops.Pad), name, [new(shape) { Image = true }], x => Ops.Pad(x[0], before, after, mode, 0.75), x =>
        {
            // One axis after another, from lists of the indices that stand there.
            var y = x[0];
            for (var k = 0; k < before.Length; k++)
            {
                var axis = shape.Rank - before.Length + k;
                var (source, last) = (y, y.Shape[axis] - 1);
                y = HostArray.From(y.Shape.With(axis, last + 1 + before[k] + after[k]), index =>
                {
                    var from = (int[])index.Clone();
                    var place = index[axis] - before[k];
                    from[axis] = mode switch
                    {
                        PaddingMode.Reflect => last - Math.Abs(last - Math.Abs(place)),
                        PaddingMode.Replicate => Math.Clamp(place, 0, last),
                        PaddingMode.Circular => (place + last + 1) % (last + 1),
                        _ => place,
                    };
                    return from[axis] < 0 || from[axis] > last ? 0.75 : source[from];
                });
            }
            return y;
        })
        { Symmetry = symmetry };
}
