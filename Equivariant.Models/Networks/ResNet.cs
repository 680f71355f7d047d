using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Residual networks (He et al. 2016) with the kind of convolution as a parameter: for small images without the first max-pool,
/// the form MedMNIST uses and the SRE-ResNet of Du et al. 2025; for volumes R3D-18 (Tran et al. 2018) and SRE-R3D-18. From
/// [N,C,spatial…] to logits [N, classes].
/// </summary>
public sealed class ResNet : Module
{
    private readonly ResNetOptions options;
    private readonly Chain stem;
    private readonly Module[] stages;
    private readonly Module? groupPool;
    private readonly Module pool, head;

    /// <summary>A residual network with random weights.</summary>
    /// <exception cref="ArgumentException">A depth other than 18, 34, 50, not four stage kernels, or settings that a layer cannot
    /// have.</exception>
    public ResNet(ResNetOptions options, Initializer init)
    {
        this.options = options;
        int[] blocks = options.Depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentException($"ResNet: the depth is 18, 34 or 50, not {options.Depth}."),
        };
        var sizes = string.Join(',', options.StageKernels);
        if (options.StageKernels.Count != blocks.Length)
        {
            throw new ArgumentException(
                $"{(options.HasSequentialSteps ? "R3D-18" : "ResNet")}: four stages need four kernel sizes, not [{sizes}].");
        }
        var (kind, width) = (options.Kind, options.Kind.Width(options.Width));
        Description = $"{(options.HasSequentialSteps ? "R3D" : "ResNet")}-{options.Depth}({kind.Name}, [{sizes}], width {width})";
        var conv = kind.CreateFirst(
            options.Rank, options.InChannels, width, options.StemKernel, options.StemStride, init);
        var norm = kind.CreateNorm(width, init);
        stem = options.HasSequentialSteps ? new Chain(Child("stem", new Sequential(conv, norm, Activation.Relu())))
            : new Chain(Child("conv1", conv), Child("bn1", norm), Activation.Relu());
        stages = new Module[blocks.Length];
        var channels = width;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var made = new Module[blocks[stage]];
            for (var block = 0; block < made.Length; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                made[block] = new ResidualBlock(options, channels, width << stage, options.StageKernels[stage], stride, init);
                channels = (width << stage) * ResidualBlock.Expansion(options);
            }
            stages[stage] = Child($"layer{stage + 1}", new Sequential(made));
        }
        groupPool = kind.CreatePool() is { } module ? Child("grouppool", module) : null;
        pool = Child("avgpool", new GlobalAvgPool());
        head = Child(options.HeadName, new Linear(channels, options.Classes, init));
    }

    /// <summary>resnet18, resnet34, resnet50 in MedMNIST's form, sre-resnet18, sre-resnet34, sre-resnet50, and for volumes r3d18
    /// and sre-r3d18; 64 channels at first unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        .. new[] { 18, 34, 50 }.SelectMany(depth => (NetworkKind[])
        [
            new($"resnet{depth}", (config, conv, init) =>
                new ResNet(Configured(new() { Depth = depth, Classes = config.Classes }, config, conv), init)),
            new($"sre-resnet{depth}", (config, conv, init) =>
                new ResNet(Configured(ResNetOptions.Sre(config.Classes) with { Depth = depth }, config, conv), init))
            {
                DefaultConv = "sre",
            },
        ]),
        OfVolumes("r3d18", ResNetOptions.R3d),
        OfVolumes("sre-r3d18", ResNetOptions.SreR3d) with { DefaultConv = "sre" },
    ];

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (options.HasSequentialSteps && x.Shape.Rank != 5)
            throw new ShapeException($"{Description} takes volumes [N,C,D,H,W], not {x.Shape}; for images use a ResNet.");
        x = stem.Forward(x);
        foreach (var stage in stages)
            x = stage.Forward(x);
        return head.Forward(pool.Forward(groupPool?.Forward(x) ?? x));
    }

    private static ResNetOptions Configured(ResNetOptions form, ModelConfig config, ConvKind conv) => form with
    {
        Rank = config.Rank,
        InChannels = config.InChannels,
        Kind = conv.Name == form.Kind.Name ? form.Kind : conv,
        StageKernels = config.StageKernels(form.StageKernels),
        Width = config.Width ?? form.Width,
    };

    private static NetworkKind OfVolumes(string name, Func<int, ResNetOptions> form) => new(name, (config, conv, init) =>
    {
        if (config.Rank != 3)
        {
            throw new ArgumentException(
                $"{name} is for volumes, not for {config.Rank} spatial axes; for images use a resnet.");
        }
        var options = Configured(form(config.Classes), config, conv);
        // Turned copies need a cube, and steps that are alike; with 3×3×3 the stem sees as far as the paper's rings.
        return new ResNet(conv.TurnsKernels ? options with { StemKernel = 3, StemStride = 1 } : options, init);
    })
    {
        Ranks = [3],
    };
}
