namespace Equivariant.Samples;

internal sealed class SymmetricConvSamples : IOpSamples
{
    private const OrientationReduction None = OrientationReduction.None, Max = OrientationReduction.Max,
        Mean = OrientationReduction.Mean, Sum = OrientationReduction.Sum;

    private static ConvOptions Padded => new() { Padding = 1 };

    public static IEnumerable<OpSample> Samples =>
    [
        Turning("rings 3×3", [2, 3, 6, 6], 4, SreRings.Create([3, 3]), Padded, None, SymmetryGroups.D4),
        Turning("rings 7×7, full rule", [1, 2, 8, 8], 3, SreRings.Create([7, 7], BandRule.Full),
            new() { Padding = 3 }, Max, SymmetryGroups.D4),
        Turning("rings, dilation 2, oblong image", [1, 2, 9, 7], 3, SreRings.Create([5, 5]),
            new() { Padding = 4, Dilation = 2 }, None, SymmetryGroups.D4),
        Turning("rings, stride 2, odd size", [1, 2, 7, 7], 3, SreRings.Create([3, 3]),
            Padded with { Stride = 2 }, None, SymmetryGroups.D4),
        Turning("rings, depthwise", [2, 3, 5, 5], 3, SreRings.Create([3, 3]),
            Padded with { Groups = 3 }, None, SymmetryGroups.D4),
        Turning("rings, reflect", [1, 2, 6, 6], 2, SreRings.Create([5, 5]),
            new() { Padding = 2, PaddingMode = PaddingMode.Reflect }, None, SymmetryGroups.D4),
        Turning("rings of a volume", [1, 2, 4, 4, 4], 3, SreRings.Create([3, 3, 3]), Padded, None, SymmetryGroups.Cube),
        Sample("rings of a volume, all differs", [2, 4, 5, 4, 6], 2, SreRings.Create([3, 3, 3]),
            new() { Padding = [1, 0, 1], Stride = [2, 1, 3], Dilation = [2, 1, 1], Groups = 2 }, None),
        Sample("rings of a signal, stride 2", [2, 3, 11], 4, SreRings.Create([5]), new() { Padding = 2, Stride = 2 }, None),
        Sample("rings, stride 2, even size", [1, 2, 8, 8], 3, SreRings.Create([3, 3]), Padded with { Stride = 2 }, None)
            with { Symmetry = SampleSymmetry.Broken },
        Sample("rings, a parameter without taps", [1, 2, 5, 6], 2, SreRings.Create([3, 3], bands: 5), Padded, None),
        Sample("plain kernel", [2, 4, 5, 7], 6, DenseKernel.Create([3, 2]), new() { Padding = [1, 0], Groups = 2 }, None),
        Sample("plain kernel of a signal", [2, 2, 9], 3, DenseKernel.Create([4]), new() { Padding = Padding.Same }, None),
        Turning("two turns", [2, 2, 6, 6], 3, RotatedKernels.Create(2), Padded, Max, SymmetryGroups.C2),
        Turning("four turns", [2, 3, 5, 5], 4, RotatedKernels.Create(4), Padded, Max, SymmetryGroups.C4),
        Turning("four turns of 5×5", [1, 2, 7, 7], 2, RotatedKernels.Create([5, 5], 4),
            new() { Padding = 2 }, Mean, SymmetryGroups.C4),
        Turning("four turns of 2×2, no padding", [1, 2, 6, 6], 2, RotatedKernels.Create([2, 2], 4),
            new(), Max, SymmetryGroups.C4),
        // The turns of a 2×2 kernel add up to a constant one.
        Turning("four turns of 2×2, stride 2", [1, 2, 6, 6], 2, RotatedKernels.Create([2, 2], 4),
            new() { Stride = 2 }, Sum, SymmetryGroups.D4),
        Turning("eight turns", [1, 2, 6, 6], 3, RotatedKernels.Create(8), Padded, Max, SymmetryGroups.C4),
        Turning("{id, H}", [1, 2, 6, 6], 3, FlippedKernels.Create([3, 3], FlipSet.Horizontal),
            Padded, Max, SymmetryGroups.MirrorH),
        Turning("{id, V}", [1, 2, 6, 6], 3, FlippedKernels.Create([3, 3], FlipSet.Vertical),
            Padded, Sum, SymmetryGroups.MirrorV),
        Turning("{id, H, V}", [1, 2, 6, 6], 3, FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical),
            Padded, Max, SymmetryGroups.C1),
        Turning("Klein's four", [1, 2, 6, 6], 3, FlippedKernels.Create([3, 3], FlipSet.Klein),
            Padded, Max, SymmetryGroups.Klein),
        Turning("D4", [1, 2, 6, 6], 2, DihedralKernels.Create([3, 3]), Padded, Max, SymmetryGroups.D4),
        Turning("D4, stride 2, circular", [1, 2, 7, 7], 2, DihedralKernels.Create([3, 3]),
            Padded with { Stride = 2, PaddingMode = PaddingMode.Circular }, Mean, SymmetryGroups.D4),
        Turning("the cube's turns of 2×2×2", [1, 2, 4, 4, 4], 2, GroupKernels.Lifting(SymmetryGroups.CubeRotations, [2, 2, 2]),
            new(), Max, SymmetryGroups.CubeRotations),
        Sample("four turns kept apart", [2, 4, 5, 6], 6, RotatedKernels.Create(4), Padded with { Groups = 2 }, None),
        Sample("eight turns, stride, groups", [2, 4, 7, 5], 4, RotatedKernels.Create(8),
            Padded with { Groups = 2, Stride = [2, 1], Dilation = [1, 2] }, Max),
        Sample("flips of an oblong kernel", [1, 2, 6, 7], 3, FlippedKernels.Create([2, 3], FlipSet.Klein),
            new() { Padding = Padding.Same, PaddingMode = PaddingMode.Replicate }, Max),
        Sample("flips kept apart, depthwise", [2, 3, 5, 5], 3, FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical),
            Padded with { Groups = 3 }, None),
        Sample("a signal's kernel and its reverse", [2, 2, 8], 3, new([3], 3, [0, 1, 2, 2, 1, 0], "id", "reversed"), Padded, Max),
    ];

    private static OpSample Turning(
        string name, Shape x, int outputs, KernelIndexMap map, ConvOptions options, OrientationReduction reduction,
        SymmetryGroup group) =>
        Sample(name, x, outputs, map, options, reduction) with
        {
            Symmetry = SampleSymmetry.Equivariant,
            Group = group,
            SpatialAxes = map.Rank,
        };

    private static OpSample Sample(
        string name, Shape x, int outputs, KernelIndexMap map, ConvOptions options, OrientationReduction reduction) => new(
        nameof(Ops.SymmetricConv), $"{name}, {reduction}",
        [new(x) { Image = true }, new([outputs, x[1] / options.Groups, map.Parameters]), new([outputs])],
        t => Ops.SymmetricConv(t[0], t[1], t[2], new(map, t[0].Device), options, reduction),
        t => Reference(t[0], t[1], t[2], map, options, reduction));

    /// <summary>The reference of a plain convolution for every copy, then the reduction.</summary>
    private static HostArray Reference(
        HostArray x, HostArray theta, HostArray bias, KernelIndexMap map, ConvOptions options, OrientationReduction reduction)
    {
        HostArray[] copies = [.. Enumerable.Range(0, map.Orientations).Select(copy =>
        {
            var kernel = HostArray.From([theta.Shape[0], theta.Shape[1], map.Taps],
                at => map[copy, at[2]] is var p && p >= 0 ? theta[at[0], at[1], p] : 0);
            Shape weight = [theta.Shape[0], theta.Shape[1], .. map.KernelSize];
            return ConvSamples.Reference(x, new(weight, kernel.Values), bias, options);
        })];
        var shape = copies[0].Shape;
        if (reduction == OrientationReduction.None)
        {
            return HostArray.From(shape.With(1, shape[1] * copies.Length),
                at => copies[at[1] % copies.Length][[at[0], at[1] / copies.Length, .. at[2..]]]);
        }
        return HostArray.From(shape, at =>
        {
            var values = copies.Select(copy => copy[at]);
            return reduction switch { Max => values.Max(), Mean => values.Average(), _ => values.Sum() };
        });
    }
}
