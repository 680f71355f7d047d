using Equivariant.Layers;
using static Equivariant.Networks.DenseBlocks;

namespace Equivariant.Networks;

/// <summary>
/// The parts of an <see cref="InceptionFcn"/>, after Inception-v4 (Szegedy et al. 2017, Figs. 4 to 8), thinner. A stride of 2 is
/// an average pool behind a convolution: on even sizes it is exact, where a strided 3×3 convolution is not.
/// </summary>
internal static class InceptionBlocks
{
    /// <summary>Inception A: channels to 4·width.</summary>
    public static Branches A(ConvKind kind, int channels, int width, Initializer init) => new(
        Pointwise(channels, width, init),
        new Sequential(Pointwise(channels, width, init), Conv(kind, width, width, 3, init)),
        new Sequential(Pointwise(channels, width, init), Conv(kind, width, width, 3, init), Conv(kind, width, width, 3, init)),
        Pooled(channels, width, init));

    /// <summary>Inception B: channels to 4·width, with long lines, or rings in their places.</summary>
    public static Branches B(ConvKind kind, int channels, int width, Initializer init) => new(
        Pointwise(channels, width, init),
        new Sequential([Pointwise(channels, width / 2, init), .. Factorised(kind, width / 2, width, 7, init)]),
        new Sequential([Pointwise(channels, width / 2, init), .. Factorised(kind, width / 2, width / 2, 7, init),
            .. Factorised(kind, width / 2, width, 7, init)]),
        Pooled(channels, width, init));

    /// <summary>Inception C: channels to 6·width.</summary>
    public static Branches C(ConvKind kind, int channels, int width, Initializer init) => new(
        Pointwise(channels, width, init),
        new Sequential(Pointwise(channels, width, init), Fork(kind, width, init)),
        new Sequential([Pointwise(channels, width, init), .. Factorised(kind, width, width, 3, init), Fork(kind, width, init)]),
        Pooled(channels, width, init));

    /// <summary>Half the size: channels to channels + width.</summary>
    public static Branches Reduction(ConvKind kind, int channels, int width, Initializer init) => new(
        new MaxPool(2),
        new Sequential(Pointwise(channels, width / 2, init), Conv(kind, width / 2, width, 3, init), new AvgPool(2)));

    private static Sequential Pooled(int channels, int width, Initializer init) =>
        new(new AvgPool(3, 1, 1), Pointwise(channels, width, init));

    /// <summary>1×k, then k×1; or one symmetric k×k convolution.</summary>
    private static Module[] Factorised(ConvKind kind, int inChannels, int outChannels, int kernelSize, Initializer init) =>
        kind == ConvKind.Plain
            ? [Asymmetric(inChannels, inChannels, 1, kernelSize, init), Asymmetric(inChannels, outChannels, kernelSize, 1, init)]
            : [Conv(kernelSize > 3 ? RingConvs.Sre : kind, inChannels, outChannels, kernelSize, init)];

    /// <summary>1×3 beside 3×1; or one symmetric 3×3 convolution: 2·width channels.</summary>
    private static Module Fork(ConvKind kind, int width, Initializer init) => kind == ConvKind.Plain
        ? new Branches(Asymmetric(width, width, 1, 3, init), Asymmetric(width, width, 3, 1, init))
        : Conv(kind, width, 2 * width, 3, init);
}
