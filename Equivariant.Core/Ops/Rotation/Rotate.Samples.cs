namespace Equivariant.Samples;

/// <summary>Rotation by the formulas of torchvision, and other reading between pixels, in floating point.</summary>
internal sealed class RotateSamples : IOpSamples
{
    // Oblique angles without ties between pixels, which the reference in floating point would not see.
    private static readonly (Shape Shape, double Degrees, double? Fill, SampleSymmetry Symmetry)[] Images =
    [
        ([2, 3, 7, 7], 17.3, null, SampleSymmetry.Broken), ([2, 2, 8, 8], 180, null, SampleSymmetry.Equivariant),
        ([1, 2, 5, 8], -131.7, null, SampleSymmetry.None), ([1, 1, 9, 9], 52.1, 0.5, SampleSymmetry.Broken),
        ([1, 2, 6, 6], 90, null, SampleSymmetry.Broken), ([1, 6, 4], 23.9, 0, SampleSymmetry.None),
        ([2, 1, 5, 5], 720, -1, SampleSymmetry.Equivariant),
    ];

    private static readonly (Shape Shape, double Degrees, double? Fill)[] Volumes =
        [([1, 2, 5, 5, 5], 37.9, null), ([2, 1, 3, 4, 5], 90, 2)];

    public static IEnumerable<OpSample> Samples =>
    [
        .. from mode in Enum.GetValues<Interpolation>()
           from image in Images
           select new OpSample(nameof(Ops.Rotate), $"{image.Shape} by {image.Degrees}, {mode}, fill {image.Fill}",
               [new(image.Shape) { Image = true }], x => Ops.Rotate(x[0], image.Degrees, mode, image.Fill),
               x => Reference(x[0], image.Degrees, -2, -1, mode, image.Fill))
           { Symmetry = image.Symmetry },
        .. from axis in Enum.GetValues<VolumeAxis>()
           from mode in Enum.GetValues<Interpolation>()
           from turn in Volumes
           let plane = RotateOp.Plane(axis)
           select new OpSample(nameof(Ops.RotateVolume), $"{turn.Shape} by {turn.Degrees} about {axis}, {mode}",
               [new(turn.Shape)], x => Ops.RotateVolume(x[0], turn.Degrees, axis, mode, turn.Fill),
               x => Reference(x[0], turn.Degrees, plane.Rows, plane.Columns, mode, turn.Fill)),

        Affine("near the identity", [2, 2, 5, 6], 0.83, 0.13, 0.11, -0.21, 1.07, -0.07),
        Affine("a turn", [1, 3, 6, 6], 0.6, -0.8, 0.03, 0.8, 0.6, 0.05),
        Affine("mirrored and enlarged", [1, 1, 5, 5], -0.41, 0.02, 0.1, 0.03, 0.37, -0.2),
        Affine("made smaller, mostly outside", [1, 2, 4, 7], 2.7, 0.3, 1.3, -0.4, 3.1, 0.2),
        Affine("onto a line", [1, 1, 5, 5], 0.7, 0.35, 0.05, 0.4, 0.2, 0.11),
        Affine("onto a point", [1, 1, 4, 4], 0, 0, 0.13, 0, 0, -0.21),
    ];

    /// <summary>The plane of two axes that holds an element, read between its pixels by linear interpolation with zeros outside,
    /// and the weight of the pixels inside.</summary>
    public static (double Value, double Inside) Read(
        HostArray x, int[] at, double row, double column, int rowAxis = -2, int columnAxis = -1)
    {
        var (value, inside, place) = (0.0, 0.0, (int[])at.Clone());
        for (var h = 0; h < x.Shape[rowAxis]; h++)
        {
            for (var w = 0; w < x.Shape[columnAxis]; w++)
            {
                (place[^-rowAxis], place[^-columnAxis]) = (h, w);
                var weight = Math.Max(0, 1 - Math.Abs(row - h)) * Math.Max(0, 1 - Math.Abs(column - w));
                value += weight * x[place];
                inside += weight;
            }
        }
        return (value, inside);
    }

    private static HostArray Reference(HostArray x, double degrees, int rowAxis, int columnAxis, Interpolation mode, double? fill)
    {
        var (middleRow, middleColumn) = ((x.Shape[rowAxis] - 1) / 2.0, (x.Shape[columnAxis] - 1) / 2.0);
        var (sin, cos) = degrees % 90 == 0
            ? (new double[] { 0, 1, 0, -1 }[(int)(degrees / 90) & 3], new double[] { 1, 0, -1, 0 }[(int)(degrees / 90) & 3])
            : Math.SinCos(degrees * Math.PI / 180);
        return HostArray.From(x.Shape, i =>
        {
            var (row, column) = (i[^-rowAxis] - middleRow, i[^-columnAxis] - middleColumn);
            var sourceRow = (sin * column) + (cos * row) + middleRow;
            var sourceColumn = (cos * column) - (sin * row) + middleColumn;
            if (mode == Interpolation.Nearest)
                (sourceRow, sourceColumn) = (Math.Round(sourceRow), Math.Round(sourceColumn));
            var (value, inside) = Read(x, i, sourceRow, sourceColumn, rowAxis, columnAxis);
            return fill is { } outside ? (value * inside) + ((1 - inside) * outside) : value;
        });
    }

    private static OpSample Affine(string name, Shape shape, params double[] map) =>
        new(nameof(Ops.AffineSample), name,
            [new(shape), new([shape[0], 2, 3],
                (_, s) => [.. Enumerable.Range(0, (int)s.Count).Select(i => map[i % 6] + (0.01 * (i / 6)))])],
            x => Ops.AffineSample(x[0], x[1]), x => HostArray.From(shape, at =>
            {
                var (rows, columns) = (shape[2], shape[3]);
                var (u, v) = ((((2 * at[3]) + 1.0) / columns) - 1, (((2 * at[2]) + 1.0) / rows) - 1);
                double Along(int axis) => (x[1][at[0], axis, 0] * u) + (x[1][at[0], axis, 1] * v) + x[1][at[0], axis, 2];
                return Read(x[0], at, ((Along(1) + 1) * rows / 2) - 0.5, ((Along(0) + 1) * columns / 2) - 0.5).Value;
            }));
}
