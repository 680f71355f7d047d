namespace Equivariant.Tests.Layers;

/// <summary>A layer and an input for the symmetry suite.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Make">The layer.</param>
/// <param name="Input">[N, C, spatial…], square or cubic.</param>
/// <param name="SizeFits">Whether the size rule holds; where it does not, the suite asks for a visible error.</param>
public sealed record LayerSample(string Name, Func<Initializer, Module> Make, Shape Input, bool SizeFits = true)
{
    /// <summary>The group whose orientations the input has; null for ordinary channels.</summary>
    public SymmetryGroup? From { get; init; }

    /// <summary>The group whose orientations the result has.</summary>
    public SymmetryGroup? To { get; init; }

    /// <summary>False for a layer that treats the orientations of a channel apart: it keeps ordinary channels only.</summary>
    public bool Shares { get; init; } = true;

    public override string ToString() => Name;
}

internal static class LayerCatalogue
{
    public static IReadOnlyList<LayerSample> All { get; } =
    [
        .. new[] { 1, 3, 5, 7, 9, 11 }.Select(k => new LayerSample($"SreConv {k}×{k}",
            s => new SreConv(2, 3, 4, k, s, Pad(k / 2)), [2, 3, 12, 12])),
        .. new[] { 3, 5, 7 }.Select(k => new LayerSample($"SreConv {k}×{k}×{k}",
            s => new SreConv(3, 2, 3, k, s, Pad(k / 2)), [1, 2, 6, 6, 6])),
        .. Enum.GetValues<PaddingMode>().Select(mode => new LayerSample($"SreConv {mode}",
            s => new SreConv(2, 3, 4, 5, s, new() { Padding = 2, PaddingMode = mode }), [2, 3, 11, 11])),
        new("SreConv full rule", s => new SreConv(2, 3, 4, 7, s, Pad(3), rule: BandRule.Full), [2, 3, 10, 10]),
        new("SreConv band override", s => new SreConv(2, 3, 4, 7, s, Pad(3), bands: 2), [2, 3, 10, 10]),
        new("SreConv 1D", s => new SreConv(1, 3, 4, 5, s, Pad(2)), [2, 3, 13]),
        new("SreConv valid", s => new SreConv(2, 3, 4, 5, s), [2, 3, 12, 12]),
        new("SreConv same", s => new SreConv(2, 3, 4, 5, s, new() { Padding = Padding.Same, Dilation = 2 }), [2, 3, 12, 12]),
        new("SreConv dilation 2", s => new SreConv(2, 3, 4, 3, s, new() { Padding = 2, Dilation = 2 }), [2, 3, 11, 11]),
        new("SreConv groups", s => new SreConv(2, 6, 9, 3, s, new() { Padding = 1, Groups = 3 }), [2, 6, 9, 9]),
        new("SreConv stride 2, odd size", s => new SreConv(2, 3, 4, 3, s, Pad(1, 2)), [2, 3, 31, 31]),
        new("SreConv stride 2, even size", s => new SreConv(2, 3, 4, 3, s, Pad(1, 2)), [2, 3, 32, 32], false),
        new("SreConv 3×7×7", s => new SreConv(3, 1, 2, [3, 7, 7], s, new() { Padding = [1, 3, 3] }), [1, 1, 7, 7, 7]),
        new("SreConv band-aware", s => new SreConv(2, 3, 4, 9, s, Pad(4), weightInit: SreInit.BandAware), [2, 3, 12, 12]),
        .. new[] { 1, 3, 9 }.Select(k => new LayerSample($"GmrConv {k}×{k}",
            s => new GmrConv(2, 3, 4, k, s, Pad(k / 2)), [2, 3, 12, 12])),
        new("GmrConv 5×5×5", s => new GmrConv(3, 2, 3, 5, s, Pad(2)), [1, 2, 6, 6, 6]),
        new("GmrConv groups, fixed widths", s => new GmrConv(2, 4, 6, 5, s, new() { Padding = 2, Groups = 2 },
            trainSigmas: false), [2, 4, 9, 9]),
        new("GmrConv stride 2, even size", s => new GmrConv(2, 3, 4, 3, s, Pad(1, 2)), [2, 3, 32, 32], false),
        new("Conv 3×3", s => new Conv(2, 3, 4, 3, s, Pad(1)), [2, 3, 8, 8]),
        new("Branches", s => new Branches(new SreConv(2, 3, 4, 5, s, Pad(2)), new MaxPool(3, 1, 1)), [2, 3, 9, 9]),
        new("Conv 1×1", s => new Conv(2, 3, 4, 1, s), [2, 3, 8, 8]),
        new("Conv 1×1 stride 2, even size", s => new Conv(2, 3, 4, 1, s, Pad(0, 2)), [2, 3, 8, 8], false),
        new("Conv 1×1 stride 2, odd size", s => new Conv(2, 3, 4, 1, s, Pad(0, 2)), [2, 3, 9, 9]),
        .. new[] { 2, 4, 8 }.Select(angles => new LayerSample($"RotationConv {angles}",
            s => new RotationConv(3, 4, angles, s, Pad(1)), [2, 3, 9, 9])),
        .. Enum.GetValues<FlipSet>().Select(set => new LayerSample($"FlipConv {set}",
            s => new FlipConv(3, 4, 5, s, set, Pad(2)), [2, 3, 10, 10])),
        .. Enum.GetValues<OrientationReduction>().Select(reduction => new LayerSample($"DihedralConv {reduction}",
            s => new DihedralConv(3, 4, 3, s, Pad(1), reduction: reduction), [2, 3, 9, 9])),
        .. Enum.GetValues<PaddingMode>().Select(mode => new LayerSample($"DihedralConv {mode}",
            s => new DihedralConv(2, 3, 5, s, new() { Padding = 2, PaddingMode = mode }), [1, 2, 9, 9])),
        new("RotationConv mean", s => new RotationConv(3, 4, 4, s, reduction: OrientationReduction.Mean), [2, 3, 9, 9]),
        new("RotationConv half the parameters", s => new RotationConv(3, 4, 4, s, Pad(1),
            reduction: OrientationReduction.None, count: OrientedCount.HalfParameters), [2, 3, 9, 9]),
        new("RotationConv 5×5", s => new RotationConv(3, 4, 4, s, Pad(2), 5), [2, 3, 9, 9]),
        new("FlipConv 3×5", s => new FlipConv(3, 4, [3, 5], s, FlipSet.Klein, new() { Padding = [1, 2] }), [2, 3, 9, 9]),
        new("DihedralConv stride 2, odd size", s => new DihedralConv(3, 4, 3, s, Pad(1, 2)), [2, 3, 31, 31]),
        new("DihedralConv stride 2, even size", s => new DihedralConv(3, 4, 3, s, Pad(1, 2)), [2, 3, 32, 32], false),
        new("DihedralConv 4×4, stride 2", s => new DihedralConv(3, 4, 4, s, Pad(1, 2)), [2, 3, 16, 16]),
        new("DihedralConv groups, dilation", s => new DihedralConv(4, 6, 3, s, new() { Padding = 2, Dilation = 2, Groups = 2 }),
            [2, 4, 9, 9]),
        new("CubeConv", s => new CubeConv(2, 3, 3, s, Pad(1)), [1, 2, 5, 5, 5]),
        new("CubeConv mirrored", s => new CubeConv(2, 3, 3, s, Pad(1), mirrored: true), [1, 2, 5, 5, 5]),
        new("CubeConv mean of 2×2×2, stride 2", s => new CubeConv(
            1, 2, 2, s, Pad(0, 2), reduction: OrientationReduction.Mean), [1, 1, 6, 6, 6]),
        .. new[] { SymmetryGroups.C4, SymmetryGroups.D4, SymmetryGroups.Klein }.SelectMany(group => (LayerSample[])
        [
            new($"LiftingConv {group.Name}", s => new LiftingConv(group, 3, 2, 3, s, Pad(1)), [2, 3, 7, 7]) { To = group },
            new($"GroupConv {group.Name}", s => new GroupConv(group, 2, 3, 3, s, Pad(1)),
                [2, 2 * group.Order, 7, 7]) { From = group, To = group },
            new($"GroupConv 1×1 {group.Name}", s => new GroupConv(group, 2, 3, 1, s), [2, 2 * group.Order, 6, 6])
            { From = group, To = group },
            new($"GroupPool {group.Name}", _ => new GroupPool(group), [2, 2 * group.Order, 6, 6]) { From = group },
            new($"GroupPool mean {group.Name}", _ => new GroupPool(group, OrientationReduction.Mean),
                [2, 2 * group.Order, 6, 6]) { From = group },
        ]),
        .. new[] { SymmetryGroups.CubeRotations, SymmetryGroups.Cube }.SelectMany(group => (LayerSample[])
        [
            new($"LiftingConv {group.Name}", s => new LiftingConv(group, 2, 2, 3, s, Pad(1)), [1, 2, 5, 5, 5]) { To = group },
            new($"GroupConv {group.Name}", s => new GroupConv(group, 1, 1, 3, s, Pad(1)),
                [1, group.Order, 4, 4, 4]) { From = group, To = group },
            new($"GroupPool {group.Name}", _ => new GroupPool(group), [1, 2 * group.Order, 4, 4, 4]) { From = group },
        ]),
        .. new[] { SymmetryGroups.C4, SymmetryGroups.D4 }.Select(group => new LayerSample($"EachOrientation {group.Name}",
            s => new EachOrientation(group, new SymmetricConvTranspose(
                SymmetricTaps.Create([4, 4]), 2, 3, s, Pad(1, 2))), [2, 2 * group.Order, 5, 5])
        { From = group, To = group }),
        new("EachOrientation of plain kernels", s => new EachOrientation(
            SymmetryGroups.C4, new Conv(2, 2, 3, 3, s, Pad(1))), [2, 8, 5, 5])
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4 },
        new("EachOrientation, volume", s => new EachOrientation(SymmetryGroups.CubeRotations, new SymmetricConvTranspose(
            SymmetricTaps.Create([2, 2, 2]), 1, 2, s, Pad(0, 2))), [1, 24, 3, 3, 3])
        { From = SymmetryGroups.CubeRotations, To = SymmetryGroups.CubeRotations },
        new("LiftingConv 4×4, stride 2", s => new LiftingConv(
            SymmetryGroups.D4, 2, 2, 4, s, Pad(1, 2)), [1, 2, 8, 8]) { To = SymmetryGroups.D4 },
        new("GroupConv stride 2, odd size", s => new GroupConv(
            SymmetryGroups.C4, 2, 2, 3, s, Pad(1, 2)), [1, 8, 9, 9])
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4 },
        new("GroupConv stride 2, even size", s => new GroupConv(
            SymmetryGroups.C4, 2, 2, 3, s, Pad(1, 2)), [1, 8, 8, 8], false)
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4 },
        new("GroupConv groups, dilation, reflect", s => new GroupConv(SymmetryGroups.C4, 4, 2, 3, s,
            new() { Padding = 2, Dilation = 2, Groups = 2, PaddingMode = PaddingMode.Reflect }), [1, 16, 7, 7])
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4 },
        // Without a lift the channels of an image are taken for orientations.
        new("GroupConv of an image", s => new GroupConv(SymmetryGroups.C4, 1, 1, 3, s), [1, 4, 7, 7])
        { To = SymmetryGroups.C4, Shares = false },
        new("LiftingConv whose result is taken for an image", s => new LiftingConv(SymmetryGroups.C4, 1, 1, 3, s), [1, 1, 7, 7])
        { Shares = false },
        new("BatchNorm of orientations", s => Shaken(new BatchNorm(2, s, orientations: 4), s), [2, 8, 5, 5])
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4 },
        new("BatchNorm of orientations apart", s => Shaken(new BatchNorm(8, s), s), [2, 8, 5, 5])
        { From = SymmetryGroups.C4, To = SymmetryGroups.C4, Shares = false },
        new("p4m in a row", s => new Sequential(
            new LiftingConv(SymmetryGroups.D4, 2, 2, 3, s, Pad(1)),
            Shaken(new BatchNorm(2, s, orientations: 8), s), Activation.Relu(), new AvgPool(2),
            new GroupConv(SymmetryGroups.D4, 2, 2, 3, s, Pad(1)), new GroupPool(SymmetryGroups.D4)), [2, 2, 8, 8]),
        // Plain kernels, and steps that fit no size: the views make up for it.
        .. new[] { SymmetryGroups.C4, SymmetryGroups.D4, SymmetryGroups.Klein }.SelectMany(group => (LayerSample[])
        [
            new($"Cyclic pool {group.Name}", s => new Cyclic(group, Plain(2, 3, s)), [2, 2, 8, 8]),
            new($"Cyclic maximum {group.Name}", s => new Cyclic(
                group, Plain(2, 3, s), reduction: OrientationReduction.Max), [2, 2, 8, 8]),
            new($"Cyclic stack {group.Name}", s => new Cyclic(group, Plain(2, 3, s), CyclicEnd.Stack), [2, 2, 8, 8])
            { To = group },
            new($"Cyclic roll {group.Name}", s => new Cyclic(group, new Sequential(Plain(2, 3, s), new CyclicRoll(group),
                Plain(3 * group.Order, 2, s))), [2, 2, 9, 9]),
            new($"Cyclic dense {group.Name}", s => new Cyclic(group, new Sequential(Plain(2, 3, s), new Flatten(),
                new Linear(48, 5, s))), [2, 2, 8, 8]),
        ]),
        new("Cyclic volume", s => new Cyclic(
            SymmetryGroups.CubeRotations, new Conv(3, 1, 2, 3, s), reduction: OrientationReduction.Max), [1, 1, 5, 5, 5]),
        new("RicConv", s => new RicConv(3, 4, s), [2, 3, 8, 8]),
        new("RicConv, odd size", s => new RicConv(3, 4, s), [2, 3, 9, 9]),
        new("RicConv stride 2, odd size", s => new RicConv(3, 4, s, 2), [2, 3, 9, 9]),
        new("RicConv stride 2, even size", s => new RicConv(3, 4, s, 2), [2, 3, 8, 8], false),
        new("SpatialTransformer affine",
            s => Shaken(SpatialTransformer.Create(2, s, TransformKind.Affine), s, 0.1), [2, 2, 8, 8]),
        new("SpatialTransformer rotation", s => Shaken(SpatialTransformer.Create(2, s), s), [2, 2, 8, 8]),
        new("ConvTranspose 2×2", s => new ConvTranspose(2, 3, 4, 2, s, Pad(0, 2)), [2, 3, 5, 5]),
        .. new[] { (2, 0), (4, 1) }.Select(k => new LayerSample($"SymmetricConvTranspose {k.Item1}×{k.Item1}",
            s => new SymmetricConvTranspose(SymmetricTaps.Create([k.Item1, k.Item1]), 3, 4, s,
                Pad(k.Item2, 2)), [2, 3, 6, 6])),
        new("SymmetricConvTranspose 3×3 rings", s =>
            new SymmetricConvTranspose(SreRings.Create([3, 3]), 3, 4, s, Pad(1, 2)), [2, 3, 6, 6]),
        new("SymmetricConvTranspose, output padding", s => new SymmetricConvTranspose(
            SreRings.Create([3, 3]), 3, 4, s, Pad(1, 2), 1), [2, 3, 6, 6]),
        new("SymmetricConvTranspose, volume", s => new SymmetricConvTranspose(
            SymmetricTaps.Create([2, 2, 2]), 2, 3, s, Pad(0, 2)), [1, 2, 4, 4, 4]),
        new("Upsample nearest", _ => new Upsample(2), [2, 3, 5, 5]),
        new("Upsample linear", _ => new Upsample(2, Upsampling.Linear), [2, 3, 5, 5]),
        new("Upsample linear, corners", _ => new Upsample(3, Upsampling.Linear, alignCorners: true), [2, 3, 4, 4]),
        new("Upsample uneven", _ => new Upsample([1, 2], Upsampling.Linear), [2, 3, 5, 5]),
        new("Upsample volume", _ => new Upsample(2, Upsampling.Linear), [1, 2, 3, 3, 3]),
        new("Maxout", _ => new Maxout(3), [2, 6, 7, 7]),
        new("BatchNorm", s => new BatchNorm(3, s), [2, 3, 6, 6]),
        new("GroupNorm", s => new GroupNorm(2, 4, s), [2, 4, 6, 6]),
        new("InstanceNorm", s => new InstanceNorm(3, s, affine: true), [2, 3, 6, 6]),
        new("MaxPool 2", _ => new MaxPool(2), [2, 3, 8, 8]),
        new("MaxPool 2, odd size", _ => new MaxPool(2), [2, 3, 9, 9], false),
        new("MaxPool 3/2/1, odd size", _ => new MaxPool(3, 2, 1), [2, 3, 31, 31]),
        new("MaxPool 3/2/1, even size", _ => new MaxPool(3, 2, 1), [2, 3, 32, 32], false),
        new("AvgPool 2", _ => new AvgPool(2), [2, 3, 8, 8]),
        new("AvgPool 2, odd size", _ => new AvgPool(2), [2, 3, 9, 9], false),
        new("MaxPool 3/2, ceil", _ => new MaxPool(3, 2, ceilMode: true), [2, 3, 9, 9]),
        new("MaxPool 3/2, ceil, even size", _ => new MaxPool(3, 2, ceilMode: true), [2, 3, 8, 8], false),
        new("AvgPool 2, ceil, odd size", _ => new AvgPool(2, ceilMode: true), [2, 3, 9, 9], false),
        new("AvgPool 3/1/1, inside alone", _ => new AvgPool(3, 1, 1, countIncludePad: false), [2, 3, 8, 8]),
        new("AvgPool uneven", _ => new AvgPool([1, 2]), [2, 3, 8, 8]),
        new("MaxPool uneven, volume", _ => new MaxPool([1, 2, 2]), [2, 3, 4, 4, 4]),
        new("AvgPool 2, volume", _ => new AvgPool(2), [1, 2, 6, 6, 6]),
        new("GlobalAvgPool", _ => new GlobalAvgPool(), [2, 3, 7, 7]),
        new("Relu", _ => Activation.Relu(), [2, 3, 7, 7]),
        new("Gelu", _ => Activation.Gelu(), [2, 3, 7, 7]),
        new("Identity", _ => new Identity(), [2, 3, 7, 7]),
        new("Dropout in inference", s => new Dropout(0.5, s), [2, 3, 7, 7]),
        new("Flatten", _ => new Flatten(), [2, 3, 7, 7], false),
        new("Sequential", s =>
            new Sequential(new SreConv(2, 3, 4, 3, s, Pad(1)), Activation.Relu(), new AvgPool(2)), [2, 3, 8, 8]),
    ];

    private static ConvOptions Pad(int padding, int stride = 1) => new() { Padding = padding, Stride = stride };

    /// <summary>Keeps nothing, at no size.</summary>
    private static Sequential Plain(int inChannels, int outChannels, Initializer init) =>
        new(new Conv(2, inChannels, outChannels, 4, init, Pad(2, 2)), Activation.Relu(),
            new MaxPool(2, 1));

    /// <summary>The layer with other numbers than those it starts with, which are alike for all channels.</summary>
    private static T Shaken<T>(T layer, Initializer init, double bound = 0.5) where T : Module
    {
        foreach (var (_, tensor) in layer.NamedParameters().Concat(layer.NamedBuffers()))
            tensor.CopyFrom(init.Uniform(tensor.Shape, bound).ToNdArray());
        foreach (var (_, tensor) in layer.NamedBuffers().Where(buffer => buffer.Name.EndsWith("var")))
            tensor.CopyFrom(Ops.Affine(Ops.Square(tensor), 1, 0.5).ToNdArray());
        return layer;
    }
}
