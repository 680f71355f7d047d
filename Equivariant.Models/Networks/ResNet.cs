using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Residual networks (He et al. 2016) with the kind of convolution as a parameter: for small images without the first max-pool,
/// the form MedMNIST uses and the SRE-ResNet of Du et al. 2025; for volumes R3D-18 (Tran et al. 2018) and SRE-R3D-18. From
/// [N,C,spatial…] to logits [N, classes].
/// </summary>
internal sealed class ResNet : Module
{
    private readonly bool takesVolumes;
    private readonly Chain stem;
    private readonly Module[] rest;

    /// <exception cref="ArgumentException">A depth other than 18, 34, 50, not four stage kernels, or settings that a layer cannot
    /// have.</exception>
    public ResNet(ResNetOptions options, Initializer init)
    {
        int[] blocks = options.Depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentException($"ResNet: the depth is 18, 34 or 50, not {options.Depth}."),
        };
        takesVolumes = options.HasSequentialSteps;
        var sizes = string.Join(',', options.StageKernels);
        if (options.StageKernels.Count != blocks.Length)
        {
            throw new ArgumentException(
                $"{(takesVolumes ? "R3D-18" : "ResNet")}: four stages need four kernel sizes, not [{sizes}].");
        }
        var make = new LayerFactory(options.Kind, init, options.Rank);
        var width = make.Width(options.Width);
        Description = $"{(takesVolumes ? "R3D" : "ResNet")}-{options.Depth}({options.Kind.Name}, [{sizes}], width {width})";
        var conv = make.Conv(options.InChannels, width, options.StemKernel, options.StemStride, isFirst: true);
        var norm = make.Norm(width);
        stem = takesVolumes ? new Chain(Child("stem", new Sequential(conv, norm, Activation.Relu())))
            : new Chain(Child("conv1", conv), Child("bn1", norm), Activation.Relu());
        var row = new List<Module>();
        var channels = width;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var made = new Module[blocks[stage]];
            for (var block = 0; block < made.Length; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                made[block] = new ResidualBlock(options, make, channels, width << stage, options.StageKernels[stage], stride);
                channels = (width << stage) * ResidualBlock.Expansion(options);
            }
            row.Add(Child($"layer{stage + 1}", new Sequential(made)));
        }
        if (make.GroupPool is [var pool])
            row.Add(Child("grouppool", pool));
        row.Add(Child("avgpool", new GlobalAvgPool()));
        row.Add(Child(options.HeadName, new Linear(channels, options.Classes, init)));
        rest = [.. row];
    }

    /// <summary>resnet18, resnet34, resnet50 in MedMNIST's form, sre-resnet18, sre-resnet34, sre-resnet50, and for volumes r3d18
    /// and sre-r3d18; 64 channels at first unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        .. new[] { 18, 34, 50 }.SelectMany(depth => (NetworkKind[])
        [
            Of($"resnet{depth}", classes => new() { Depth = depth, Classes = classes }),
            Of($"sre-resnet{depth}", classes => ResNetOptions.Sre(classes) with { Depth = depth }) with { DefaultConv = "sre" },
        ]),
        OfVolumes("r3d18", ResNetOptions.R3d),
        OfVolumes("sre-r3d18", ResNetOptions.SreR3d) with { DefaultConv = "sre" },
    ];

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => !takesVolumes || x.Shape.Rank == 5
        ? rest.Aggregate(stem.Forward(x), (y, part) => part.Forward(y))
        : throw new ShapeException($"{Description} takes volumes [N,C,D,H,W], not {x.Shape}; for images use a ResNet.");

    private static NetworkKind Of(string name, Func<int, ResNetOptions> form) => new(name, (config, conv, init) =>
    {
        var options = form(config.Classes);
        // Turned copies need a cube, and steps that are alike; with 3×3×3 the stem sees as far as the paper's rings.
        var isTurned = options.HasSequentialSteps && conv.TurnsKernels;
        return new ResNet(options with
        {
            Rank = config.Rank,
            InChannels = config.InChannels,
            Kind = conv.Name == options.Kind.Name ? options.Kind : conv,
            StemKernel = isTurned ? 3 : options.StemKernel,
            StemStride = isTurned ? 1 : options.StemStride,
            StageKernels = config.StageKernels(options.StageKernels),
            Width = config.Width ?? options.Width,
        }, init);
    });

    private static NetworkKind OfVolumes(string name, Func<int, ResNetOptions> form)
    {
        var kind = Of(name, form);
        return new(name, (config, conv, init) => config.Rank == 3 ? kind.Build(config, conv, init)
            : throw new ArgumentException(
                $"{name} is for volumes, not for {config.Rank} spatial axes; for images use a resnet."))
        {
            Ranks = [3],
        };
    }
}

/// <summary>
/// A residual block (He et al. 2016, Fig. 5): two k×k convolutions, or for depth 50 a k×k between two 1×1 ones, added to the
/// input or its projection.
/// </summary>
internal sealed class ResidualBlock : Module
{
    private readonly ResNetOptions options;
    private readonly LayerFactory make;
    private readonly Chain steps;
    private readonly Module? shortcut;

    public ResidualBlock(ResNetOptions options, LayerFactory make, int inChannels, int width, int kernelSize, int stride)
    {
        (this.options, this.make) = (options, make);
        var outChannels = width * Expansion(options);
        steps = options.Depth == 50
            ? new Chain(
            [
                .. Step(1, [Pointwise(inChannels, width)], width),
                .. Step(2, Wide(width, width, kernelSize, stride), width),
                .. Step(3, [Pointwise(width, outChannels)], outChannels, isLast: true),
            ])
            : new Chain(
            [
                .. Step(1, Wide(inChannels, width, kernelSize, stride), width),
                .. Step(2, [make.Conv(width, width, kernelSize)], width, isLast: true),
            ]);
        if (stride != 1 || inChannels != outChannels)
            shortcut = Child(options.ShortcutName, Projection(inChannels, outChannels, stride));
    }

    /// <summary>Channels of a block's result in units of its width.</summary>
    public static int Expansion(ResNetOptions options) => options.Depth == 50 ? 4 : 1;

    protected override Tensor Compute(Tensor x) => steps.ForwardAndAdd(x, shortcut?.Forward(x) ?? x);

    private Module[] Step(int number, Module[] conv, int channels, bool isLast = false)
    {
        var norm = make.Norm(channels);
        Module[] relu = isLast ? [] : [Activation.Relu()];
        return options.HasSequentialSteps
            ? [Child($"conv{number}", new Sequential([.. conv, norm, .. relu]))]
            : [Child($"conv{number}", conv.Length == 1 ? conv[0] : new Sequential(conv)), Child($"bn{number}", norm), .. relu];
    }

    /// <summary>The convolution that may halve the size, behind what does it instead.</summary>
    private Module[] Wide(int inChannels, int outChannels, int kernelSize, int stride)
    {
        var conv = make.Conv(inChannels, outChannels, kernelSize, options.IsPooled ? 1 : stride);
        return options.IsPooled && (stride > 1 || options.HasSequentialSteps) ? [Halving(stride), conv] : [conv];
    }

    private Sequential Projection(int inChannels, int outChannels, int stride)
    {
        var norm = make.Norm(outChannels);
        return options.IsPooled ? new Sequential(Halving(stride), Pointwise(inChannels, outChannels), norm)
            : new Sequential(Pointwise(inChannels, outChannels, stride), norm);
    }

    private static Module Halving(int stride) => stride > 1 ? new AvgPool(stride) : new Identity();

    private Module Pointwise(int inChannels, int outChannels, int stride = 1) =>
        make.Pointwise(inChannels, outChannels, stride, weightInit: options.PointwiseInit);
}
