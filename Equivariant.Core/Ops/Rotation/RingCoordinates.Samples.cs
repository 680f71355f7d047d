namespace Equivariant.Samples;

internal sealed class RingCoordinatesSamples : IOpSamples
{
    private const int Places = RingCoordinatesOp.Places;

    public static IEnumerable<OpSample> Samples =>
    [
        Sample([2, 2, 4, 4]), Sample([1, 1, 5, 5]), Sample([1, 2, 3, 6]),
        new(nameof(Ops.RingCoordinates), "the sum over a ring turns", [new([1, 2, 7, 7]) { Image = true }], x => Ops.Sum(
            Ops.Reshape(Ops.RingCoordinates(x[0]), 2, Places, 7, 7), [1]), x => Sums(Reference(x[0])))
        { Symmetry = SampleSymmetry.Equivariant },
        new(nameof(Ops.RingCoordinates), "one place turns, but is not mirrored", [new([1, 1, 6, 6]) { Image = true }], x =>
            Ops.Crop(Ops.RingCoordinates(x[0]), [2, 0, 0], [1, 6, 6]), x =>
            HostArray.From([1, 1, 6, 6], at => Reference(x[0])[at[0], 2, at[2], at[3]]))
        { Symmetry = SampleSymmetry.Equivariant, Group = SymmetryGroups.C4 },
    ];

    private static OpSample Sample(Shape shape) =>
        new(nameof(Ops.RingCoordinates), $"{shape}", [new(shape)], x => Ops.RingCoordinates(x[0]), x => Reference(x[0]));

    private static HostArray Sums(HostArray y) => HostArray.From([2, 7, 7], at =>
        Enumerable.Range(0, Places).Sum(place => y[0, (at[0] * Places) + place, at[1], at[2]]));

    private static HostArray Reference(HostArray x)
    {
        var (rows, columns) = (x.Shape[2], x.Shape[3]);
        return HostArray.From(x.Shape.With(1, Places * x.Shape[1]), at =>
        {
            var (channel, place) = (at[1] / Places, at[1] % Places);
            var (down, across) = (at[2] - ((rows - 1) / 2.0), at[3] - ((columns - 1) / 2.0));
            double Around(double angle) => RotateSamples.Read(
                x, [at[0], channel, at[2], at[3]], at[2] + Math.Sin(angle), at[3] + Math.Cos(angle)).Value;
            if (place == 0)
                return x[at[0], channel, at[2], at[3]];
            return down == 0 && across == 0 ? Enumerable.Range(0, 8).Average(k => Around(k * Math.PI / 4))
                : Around(Math.Atan2(down, across) + ((place - 1) * Math.PI / 4));
        });
    }
}
