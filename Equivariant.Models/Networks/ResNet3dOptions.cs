namespace Equivariant.Networks;

/// <summary>The shape of a <see cref="ResNet3d"/>.</summary>
public sealed record ResNet3dOptions
{
    /// <summary>Channels of the input.</summary>
    public int InChannels { get; init; } = 1;

    /// <summary>Number of logits.</summary>
    public required int Classes { get; init; }

    /// <summary>The kind of all convolutions but the 1×1×1 ones.</summary>
    public ConvKind Kind { get; init; } = new PlainKind();

    /// <summary>Kernel of the first convolution.</summary>
    public PerAxis StemKernel { get; init; } = [3, 7, 7];

    /// <summary>Step of the first convolution.</summary>
    public PerAxis StemStride { get; init; } = [1, 2, 2];

    /// <summary>Kernel size in each of the four stages.</summary>
    public IReadOnlyList<int> StageKernels { get; init; } = [3, 3, 3, 3];

    /// <summary>Channels of the first stage; each following stage has twice as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How the second to fourth stage halve the size.</summary>
    public Downsampling Downsampling { get; init; } = Downsampling.Strided;
}
