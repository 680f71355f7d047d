namespace Equivariant.Samples;

internal sealed class ExpandKernelSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("plain", DenseKernel.Create([3, 2])),
        Sample("rings of 7×7", SreRings.Create([7, 7])),
        Sample("rings of 5×5, full rule", SreRings.Create([5, 5], BandRule.Full)),
        Sample("rings of a volume", SreRings.Create([3, 3, 3])),
        Sample("rings of a signal", SreRings.Create([5])),
        Sample("a parameter without taps", SreRings.Create([3, 3], bands: 5)),
        Sample("four turned copies", RotatedKernels.Create(4)),
        Sample("eight turned copies", RotatedKernels.Create(8)),
    ];

    private static OpSample Sample(string name, KernelIndexMap map) =>
        new(nameof(Ops.ExpandKernel), name, [new([3, 2, map.Parameters])],
            x => Ops.ExpandKernel(x[0], new(map, x[0].Device)), x =>
        {
            var dense = new HostArray([3, map.Orientations, 2, map.Taps]);
            foreach (var i in HostArray.Indices(dense.Shape))
                dense[i] = map[i[1], i[3]] is var p && p >= 0 ? x[0][i[0], i[2], p] : 0;
            return new([3 * map.Orientations, 2, .. map.KernelSize], dense.Values);
        });
}
