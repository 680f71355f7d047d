namespace Equivariant.Networks;

/// <summary>The shape of a <see cref="UNet"/>.</summary>
public sealed record UNetOptions
{
    /// <summary>
    /// The SRE U-Net of Du et al. (arXiv 2501.14592) as released: 9×9 rings, widths 32, 32, 64, 128, three halvings; 274,306
    /// parameters for colour images and two classes.
    /// </summary>
    /// <param name="classes">Number of logits a pixel.</param>
    /// <param name="inChannels">Channels of the input.</param>
    public static UNetOptions Sre(int classes = 2, int inChannels = 3) =>
        new() { Classes = classes, InChannels = inChannels, Kind = RingConvs.Sre, KernelSize = 9, AlignCorners = true };

    /// <summary>Spatial axes, 2 or 3.</summary>
    public int Rank { get; init; } = 2;

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; init; } = 1;

    /// <summary>Number of logits a pixel.</summary>
    public required int Classes { get; init; }

    /// <summary>The kind of all convolutions but the 1×1 ones.</summary>
    public ConvKind Kind { get; init; } = ConvKind.Plain;

    /// <summary>Taps an axis, odd.</summary>
    public int KernelSize { get; init; } = 3;

    /// <summary>
    /// Whether enlarging keeps the centres of the corner pixels, as MONAI's, instead of the image's borders. Then the result
    /// depends on the size of the image everywhere, and the image cannot be predicted in tiles.
    /// </summary>
    public bool AlignCorners { get; init; }

    /// <summary>Channels of each level, from the finest; the size halves from one to the next.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 32, 64, 128];
}
