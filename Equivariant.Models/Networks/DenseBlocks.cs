using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>What the networks for dense prediction are made of: convolutions with norm and relu, and doubling by a transposed
/// convolution. With any kind but plain ones every block keeps what that kind keeps.</summary>
internal static class DenseBlocks
{
    /// <summary>The first convolution, from the image to features, norm, relu.</summary>
    public static Sequential First(ConvKind kind, int inChannels, int outChannels, int kernelSize, Initializer init) =>
        WithNorm(kind.CreateFirst(2, inChannels, outChannels, kernelSize, 1, init), kind, outChannels, init);

    /// <summary>A convolution that keeps the size, norm, relu.</summary>
    public static Sequential Conv(ConvKind kind, int inChannels, int outChannels, int kernelSize, Initializer init) =>
        WithNorm(kind.Create(2, inChannels, outChannels, kernelSize, 1, init), kind, outChannels, init);

    /// <summary>A 1×1 convolution, norm, relu.</summary>
    public static Sequential Pointwise(int inChannels, int outChannels, Initializer init) =>
        WithNorm(new Conv(2, inChannels, outChannels, 1, init, bias: false), ConvKind.Plain, outChannels, init);

    /// <summary>A convolution by an oblong kernel, such as 1×7, that keeps the size, norm, relu.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="rows">Taps down, odd.</param>
    /// <param name="columns">Taps across, odd.</param>
    /// <param name="init">Generator, device and element type.</param>
    public static Sequential Asymmetric(int inChannels, int outChannels, int rows, int columns, Initializer init) => WithNorm(
        new Conv(2, inChannels, outChannels, PerAxis.Create([rows, columns]), init,
            new() { Padding = PerAxis.Create([rows / 2, columns / 2]) }, bias: false),
        ConvKind.Plain, outChannels, init);

    /// <summary>
    /// Twice the size by a 4×4 transposed convolution of stride 2, norm, relu. Among symmetric layers its taps share parameters
    /// by their distance from the middle, and orientations are enlarged one by one: exact on every size.
    /// </summary>
    public static Sequential Double(ConvKind kind, int inChannels, int outChannels, Initializer init)
    {
        var options = new ConvOptions { Stride = 2, Padding = 1 };
        return WithNorm(
            kind == ConvKind.Plain ? new ConvTranspose(2, inChannels, outChannels, 4, init, options, bias: false)
                : kind.ForEachOrientation(new SymmetricConvTranspose(
                    SymmetricTaps.Create([4, 4]), inChannels, outChannels, init, options, bias: false)),
            kind, outChannels, init);
    }

    /// <summary>The classes' scores of features by a 1×1 convolution; of several orientations the largest counts.</summary>
    public static Module Scores(ConvKind kind, int channels, int classes, Initializer init)
    {
        var scores = new Conv(2, channels, classes, 1, init);
        return kind.CreatePool() is { } pool ? new Sequential(pool, scores) : scores;
    }

    /// <summary>Refuses what such a network cannot be made for.</summary>
    /// <param name="config">The network's settings.</param>
    /// <param name="orientations">Whether its features may have orientations.</param>
    /// <exception cref="ArgumentException">Volumes, kernel sizes, or orientations that it cannot have.</exception>
    public static void Check(ModelConfig config, bool orientations = true)
    {
        if (config.Rank != 2)
            throw new ArgumentException($"{config.Name} is for images, not for {config.Rank} axes; use unet.");
        if (config.KernelSizes is not null)
            throw new ArgumentException($"{config.Name} has kernel sizes of its own; leave them out, or use unet.");
        if (!orientations && config.Conv is { } conv && ConvKind.Parse(conv).Group is not null)
        {
            throw new ArgumentException(
                $"{config.Name} has ordinary channels throughout, '{conv}' has several orientations of each; "
                + "use d4, rot4 or sre, or another network.");
        }
    }

    /// <summary>Refuses sizes that the network cannot halve as often as it must.</summary>
    /// <exception cref="ShapeException">A size is no multiple.</exception>
    public static void CheckSize(string network, Tensor x, int multiple)
    {
        if (x.Shape.Rank != 4 || x.Shape[2] % multiple != 0 || x.Shape[3] % multiple != 0 || x.Shape.Count == 0)
        {
            throw new ShapeException($"{network}: the input {x.Shape} must be [N,C,H,W] with H and W multiples of {multiple}; "
                + "pad or crop the image.");
        }
    }

    private static Sequential WithNorm(Module conv, ConvKind kind, int channels, Initializer init) =>
        new(conv, kind.CreateNorm(channels, init), Activation.Relu());
}
