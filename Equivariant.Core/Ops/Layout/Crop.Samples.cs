namespace Equivariant.Samples;

internal sealed class CropSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            yield return Crop("one axis", [3, 7], [2], [4]);
            yield return Crop("two axes", [2, 3, 5, 6], [0, 3], [4, 1]);
            yield return Crop("three axes", [1, 2, 4, 3, 5], [1, 2, 0], [2, 1, 5]);
            yield return Crop("centre", [1, 2, 6, 6], [1, 1], [4, 4]) with { Symmetry = SampleSymmetry.Equivariant };
            yield return Crop("corner", [1, 2, 6, 6], [0, 0], [4, 4]) with { Symmetry = SampleSymmetry.Broken };
            foreach (var axis in new[] { 0, 1, -2, 3 })
            {
                yield return new(nameof(Ops.Slice), $"axis {axis}", [new([4, 5, 3, 6])], x => Ops.Slice(x[0], axis, 1, 2),
                    x => HostArray.From(x[0].Shape.With(axis, 2),
                        i => x[0][[.. i.Select((at, k) => k == x[0].Shape.Axis(axis) ? at + 1 : at)]]));
            }
        }
    }

    private static OpSample Crop(string name, Shape shape, int[] starts, int[] sizes)
    {
        int[] first = [.. new int[shape.Rank - starts.Length], .. starts];
        Shape result = [.. shape.ToArray()[..^sizes.Length], .. sizes];
        return new(nameof(Ops.Crop), name, [new(shape) { Image = true }], x => Ops.Crop(x[0], starts, sizes),
            x => HostArray.From(result, i => x[0][[.. i.Zip(first, (at, start) => at + start)]]));
    }
}
