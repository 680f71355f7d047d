namespace Equivariant.Samples;

internal sealed class ConcatSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("axis 0", 0, [1, 3, 2], [3, 3, 2]),
        Sample("channels of three", 1, [2, 3, 4, 4], [2, 1, 4, 4], [2, 2, 4, 4]) with { Symmetry = SampleSymmetry.Equivariant },
        Sample("last axis", -1, [2, 3], [2, 5]),
        Sample("rows of images", 2, [1, 2, 4, 4], [1, 2, 4, 4]) with { Symmetry = SampleSymmetry.Broken },
        Sample("one alone", 1, [2, 3]),
        Sample("five axes", 2, [1, 2, 1, 3, 2], [1, 2, 3, 3, 2]),
    ];

    private static OpSample Sample(string name, int axis, params Shape[] shapes) =>
        new(nameof(Ops.Concat), name, [.. shapes.Select(shape => new OpInput(shape) { Image = true })],
            x => Ops.Concat(x, axis), x =>
        {
            var at = shapes[0].Axis(axis);
            return HostArray.From(shapes[0].With(at, shapes.Sum(shape => shape[at])), i =>
            {
                var (part, place) = (0, (int[])i.Clone());
                while (place[at] >= shapes[part][at])
                    place[at] -= shapes[part++][at];
                return x[part][place];
            });
        });
}
