using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Residual networks (He et al. 2016) for small images, without the first max-pool: the form MedMNIST uses and the SRE-ResNet of
/// Du et al. 2025, with the kind of convolution as a parameter. Gives logits [N, classes].
/// </summary>
public sealed class ResNet : Module
{
    private readonly Chain stem;
    private readonly Module head;
    private readonly Module[] stages;
    private readonly Module? groupPool;
    private readonly Module pool;

    /// <summary>A residual network with random weights.</summary>
    /// <exception cref="ArgumentException">A depth other than 18, 34, 50, or not four stage kernels.</exception>
    public ResNet(ResNetOptions options, Initializer init)
    {
        int[] blocks = options.Depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentException($"ResNet: the depth is 18, 34 or 50, not {options.Depth}."),
        };
        if (options.StageKernels.Count != blocks.Length)
            throw new ArgumentException(
                $"ResNet: four stages need four kernel sizes, not [{string.Join(',', options.StageKernels)}].");
        var (kind, rank, width) = (options.Kind, options.Rank, options.Kind.Width(options.Rank, options.Width));
        Description = $"ResNet-{options.Depth}({kind.Name}, [{string.Join(',', options.StageKernels)}], width {width})";
        stem = new Chain(
            Child("conv1", kind.CreateFirst(rank, options.InChannels, width, options.StemKernel, 1, init)),
            Child("bn1", kind.CreateNorm(rank, width, init)), Activation.Relu());
        stages = new Module[blocks.Length];
        var channels = width;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var made = new Module[blocks[stage]];
            for (var block = 0; block < made.Length; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                made[block] = new ResidualBlock(options, channels, width << stage, options.StageKernels[stage], stride,
                    init);
                channels = (width << stage) * ResidualBlock.Expansion(options);
            }
            stages[stage] = Child($"layer{stage + 1}", new Sequential(made));
        }
        groupPool = kind.CreatePool(rank) is { } module ? Child("grouppool", module) : null;
        pool = Child("avgpool", new GlobalAvgPool());
        head = Child(options.HeadName, new Linear(channels, options.Classes, init));
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>MedMNIST's form: 3×3 stem, strided 3×3 convolutions; 11,173,449 parameters for depth 18, 3 channels,
    /// 9 classes.</summary>
    public static ResNet MedMnist(
        int classes, Initializer init, int inChannels = 3, int depth = 18, ConvKind? kind = null) => new(
        new() { Depth = depth, InChannels = inChannels, Classes = classes, Kind = kind ?? new PlainKind() }, init);

    /// <summary>
    /// The paper's SRE-ResNet: symmetric 5×5 stem, a kernel size per stage, averaging before the halving convolutions and no
    /// first max-pool; 3,996,105 parameters for depth 18, [9,9,5,5], 3 channels and 9 classes. Exact on multiples of 8 pixels.
    /// </summary>
    public static ResNet Sre(
        int classes, Initializer init, int inChannels = 3, int depth = 18, IReadOnlyList<int>? stageKernels = null,
        SreKind? kind = null)
    {
        var options = SreOptions(classes, inChannels, depth, stageKernels ?? [9, 9, 5, 5]);
        return new ResNet(kind is null ? options : options with { Kind = kind }, init);
    }

    /// <summary>The settings of the paper's network.</summary>
    internal static ResNetOptions SreOptions(int classes, int inChannels, int depth, IReadOnlyList<int> stageKernels) => new()
    {
        Depth = depth,
        InChannels = inChannels,
        Classes = classes,
        Kind = new SreKind(),
        StemKernel = 5,
        StageKernels = stageKernels,
        Downsampling = Downsampling.AveragePooled,
        ShortcutName = "downsample",
        HeadName = "fc",
        HeInit = true,
    };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        x = stem.Forward(x);
        foreach (var stage in stages)
            x = stage.Forward(x);
        return head.Forward(pool.Forward(groupPool?.Forward(x) ?? x));
    }
}
