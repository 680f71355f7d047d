namespace Equivariant.Samples;

internal sealed class RotateVolumeSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
        from axis in Enum.GetValues<VolumeAxis>()
        from mode in Enum.GetValues<Interpolation>()
        from turn in new (Shape Shape, double Degrees, double? Fill)[] { ([1, 2, 5, 5, 5], 37.9, null), ([2, 1, 3, 4, 5], 90, 2) }
        let plane = RotateVolumeOp.Plane(axis)
        select new OpSample(nameof(Ops.RotateVolume), $"{turn.Shape} by {turn.Degrees} about {axis}, {mode}", [new(turn.Shape)],
            x => Ops.RotateVolume(x[0], turn.Degrees, axis, mode, turn.Fill),
            x => RotateReference.Of(x[0], turn.Degrees, plane.Rows, plane.Columns, mode, turn.Fill));
}
