using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The shape of a <see cref="ResNet"/>; MedMNIST's form unless set otherwise: 3×3 stem, no max-pool, strided 3×3
/// convolutions; 11,173,449 parameters for depth 18, 3 channels, 9 classes.</summary>
internal sealed record ResNetOptions
{
    /// <summary>
    /// The SRE-ResNet of Du et al. (2025): symmetric 5×5 stem, a kernel size per stage, averaging before the halving convolutions
    /// and no first max-pool; 3,996,105 parameters for depth 18, [9,9,5,5], 3 channels and 9 classes. Exact on multiples of 8
    /// pixels.
    /// </summary>
    public static ResNetOptions Sre(int classes) => new()
    {
        Classes = classes,
        Kind = RingConvs.Sre,
        StemKernel = 5,
        StageKernels = [9, 9, 5, 5],
        IsPooled = true,
        ShortcutName = "downsample",
        HeadName = "fc",
        PointwiseInit = ConvInit.HeFanOut,
    };

    /// <summary>R3D-18 (Tran et al. 2018), the residual network of volumes, in torchvision's form: stem 3×7×7 with stride 1×2×2,
    /// strided 3×3×3 convolutions; 33,153,099 parameters for 1 channel and 11 classes.</summary>
    public static ResNetOptions R3d(int classes) => new()
    {
        Rank = 3,
        InChannels = 1,
        Classes = classes,
        StemKernel = [3, 7, 7],
        StemStride = [1, 2, 2],
        ShortcutName = "downsample",
        HeadName = "fc",
        HasSequentialSteps = true,
    };

    /// <summary>
    /// The SRE-R3D-18 of Du et al. (2025): stem 3×7×7 with stride 1, 5×5×5 rings drawn as the reference's layers draw them,
    /// averaging before the halving convolutions; 3,849,227 parameters for 1 channel and 11 classes. Exact under all 48
    /// symmetries of the cube on multiples of 8 voxels.
    /// </summary>
    public static ResNetOptions SreR3d(int classes) => R3d(classes) with
    {
        Kind = RingConvs.SreOf(BandRule.Circular, SreInit.Reference),
        StemStride = 1,
        StageKernels = [5, 5, 5, 5],
        IsPooled = true,
    };

    /// <summary>18, 34 (basic blocks) or 50 (bottlenecks).</summary>
    public int Depth { get; init; } = 18;

    public int Rank { get; init; } = 2;

    public int InChannels { get; init; } = 3;

    public required int Classes { get; init; }

    /// <summary>The kind of all convolutions but the 1×1 ones.</summary>
    public ConvKind Kind { get; init; } = ConvKind.Plain;

    public PerAxis StemKernel { get; init; } = 3;

    public PerAxis StemStride { get; init; } = 1;

    /// <summary>Kernel size in each of the four stages.</summary>
    public IReadOnlyList<int> StageKernels { get; init; } = [3, 3, 3, 3];

    /// <summary>Channels of the first stage; each following stage has twice as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Whether the second to fourth stage halve the size by averaging 2×2 pixels before a convolution of stride 1, exact
    /// on even sizes; else by convolutions of stride 2, for 3×3 kernels exact on odd sizes.</summary>
    public bool IsPooled { get; init; }

    /// <summary>Name of the projection in a block, as in the weights to load.</summary>
    public string ShortcutName { get; init; } = "shortcut";

    /// <summary>Name of the last layer, as in the weights to load.</summary>
    public string HeadName { get; init; } = "linear";

    /// <summary>Whether a convolution, its norm and relu are one sequence (<c>stem</c>, <c>conv1</c>, <c>conv2</c>), as in R3D,
    /// instead of a part each (<c>conv1</c>, <c>bn1</c>, …).</summary>
    public bool HasSequentialSteps { get; init; }

    public ConvInit PointwiseInit { get; init; }
}
