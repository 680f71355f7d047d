namespace Equivariant.Networks;

/// <summary>How a residual network gets smaller.</summary>
public enum Downsampling
{
    /// <summary>By convolutions of stride 2: exact only where the size rule allows, for 3×3 kernels on odd sizes.</summary>
    Strided,

    /// <summary>By averaging 2×2 pixels before a convolution of stride 1: exact on even sizes.</summary>
    AveragePooled,
}

/// <summary>The shape of a <see cref="ResNet"/>.</summary>
public sealed record ResNetOptions
{
    /// <summary>18, 34 (basic blocks) or 50 (bottlenecks).</summary>
    public int Depth { get; init; } = 18;

    /// <summary>Spatial axes, 2 or 3.</summary>
    public int Rank { get; init; } = 2;

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>Number of logits.</summary>
    public required int Classes { get; init; }

    /// <summary>The kind of all convolutions but the 1×1 ones.</summary>
    public ConvKind Kind { get; init; } = new PlainKind();

    /// <summary>Kernel size of the first convolution.</summary>
    public int StemKernel { get; init; } = 3;

    /// <summary>Kernel size in each of the four stages.</summary>
    public IReadOnlyList<int> StageKernels { get; init; } = [3, 3, 3, 3];

    /// <summary>Channels of the first stage; each following stage has twice as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How the second to fourth stage halve the size.</summary>
    public Downsampling Downsampling { get; init; } = Downsampling.Strided;

    /// <summary>Name of the projection in a block, as in the weights to load.</summary>
    public string ShortcutName { get; init; } = "shortcut";

    /// <summary>Name of the last layer, as in the weights to load.</summary>
    public string HeadName { get; init; } = "linear";

    /// <summary>Draw 1×1 convolutions as the reference does: normal with variance 2/out.</summary>
    public bool HeInit { get; init; }
}
