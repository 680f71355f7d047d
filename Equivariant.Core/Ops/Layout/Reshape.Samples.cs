namespace Equivariant.Samples;

internal sealed class ReshapeSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        new(nameof(Ops.Reshape), "merge", [new([2, 3, 4])], x => Ops.Reshape(x[0], 6, 4), x => new([6, 4], x[0].Values)),
        new(nameof(Ops.Reshape), "split, one open", [new([6, 4])], x => Ops.Reshape(x[0], 2, -1, 2),
            x => new([2, 6, 2], x[0].Values)),
        new(nameof(Ops.Flatten), "from 1", [new([2, 3, 2, 2])], x => Ops.Flatten(x[0]), x => new([2, 12], x[0].Values)),
    ];
}
