using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// R3D-18 (Tran et al. 2018), the residual network of volumes: torchvision's form, and the SRE-R3D-18 of Du et al. 2025, with the
/// kind of convolution as a parameter. From [N,C,D,H,W] to logits [N, classes].
/// </summary>
public sealed class ResNet3d : Module
{
    private const int Stages = 4, BlocksAStage = 2;

    private readonly Module[] steps;

    /// <summary>A residual network with random weights.</summary>
    /// <exception cref="ArgumentException">Not four stage kernels, or settings that a layer cannot have.</exception>
    public ResNet3d(ResNet3dOptions options, Initializer init)
    {
        if (options.StageKernels.Count != Stages)
            throw new ArgumentException(
                $"R3D-18: four stages need four kernel sizes, not [{string.Join(',', options.StageKernels)}].");
        var (kind, width) = (options.Kind, options.Kind.Width(3, options.Width));
        Description = $"R3D-18({kind.Name}, [{string.Join(',', options.StageKernels)}], width {width})";
        var made = new List<Module>
        {
            Child("stem", new Sequential(
                kind.CreateFirst(3, options.InChannels, width, options.StemKernel, options.StemStride, init),
                kind.CreateNorm(3, width, init), Activation.Relu())),
        };
        var channels = width;
        for (var stage = 0; stage < Stages; stage++)
        {
            var blocks = new Module[BlocksAStage];
            for (var block = 0; block < blocks.Length; block++)
            {
                var wide = width << stage;
                blocks[block] = new ResidualBlock3d(
                    options, channels, wide, options.StageKernels[stage], stage > 0 && block == 0 ? 2 : 1, init);
                channels = wide;
            }
            made.Add(Child($"layer{stage + 1}", new Sequential(blocks)));
        }
        if (kind.CreatePool(3) is { } groupPool)
            made.Add(Child("grouppool", groupPool));
        made.Add(Child("avgpool", new GlobalAvgPool()));
        made.Add(Child("fc", new Linear(channels, options.Classes, init)));
        steps = [.. made];
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>torchvision's form: stem 3×7×7 with stride 1×2×2, strided 3×3×3 convolutions; 33,153,099 parameters for
    /// 1 channel and 11 classes.</summary>
    public static ResNet3d Plain(int classes, Initializer init, int inChannels = 1, ConvKind? kind = null) =>
        new(new() { Classes = classes, InChannels = inChannels, Kind = kind ?? new PlainKind() }, init);

    /// <summary>
    /// The paper's SRE-R3D-18: stem 3×7×7 with stride 1, 5×5×5 rings, averaging before the halving convolutions; 3,849,227
    /// parameters for 1 channel and 11 classes. Exact under all 48 symmetries of the cube on multiples of 8 voxels.
    /// </summary>
    public static ResNet3d Sre(int classes, Initializer init, int inChannels = 1, IReadOnlyList<int>? stageKernels = null) =>
        new(SreOptions(classes, inChannels, stageKernels ?? [5, 5, 5, 5]), init);

    /// <summary>The settings of the paper's network; its rings are drawn as the reference's layers draw them.</summary>
    internal static ResNet3dOptions SreOptions(int classes, int inChannels, IReadOnlyList<int> stageKernels) => new()
    {
        InChannels = inChannels,
        Classes = classes,
        Kind = new SreKind(BandRule.Circular, SreInit.Reference),
        StemStride = 1,
        StageKernels = stageKernels,
        Downsampling = Downsampling.AveragePooled,
    };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Shape.Rank != 5)
            throw new ShapeException($"{Description} takes volumes [N,C,D,H,W], not {x.Shape}; for images use a ResNet.");
        foreach (var step in steps)
            x = step.Forward(x);
        return x;
    }
}
