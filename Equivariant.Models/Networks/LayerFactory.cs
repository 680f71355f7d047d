using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Makes what networks consist of, for one kind of convolution. Channels do not count orientations. With any kind but
/// plain ones every block keeps what that kind keeps.</summary>
internal sealed record LayerFactory(ConvKind Kind, Initializer Init, int Rank = 2)
{
    /// <summary>What makes ordinary channels of features, before whatever ends the network: one module, or none.</summary>
    public Module[] GroupPool => Kind.Group is null ? [] : [new GroupPool(Kind.Group)];

    /// <summary>Channels of a stage that make about as many parameters as <paramref name="width"/> ordinary channels:
    /// width / √|G| where each has |G| orientations.</summary>
    public int Width(int width) =>
        Kind.Group is null ? width : Math.Max(1, (int)Math.Round(width / Math.Sqrt(Kind.Group.Order)));

    /// <summary>A convolution, its result the input's size divided by the stride.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="kernelSize">Taps an axis, odd.</param>
    /// <param name="stride">Step an axis; 1 if null.</param>
    /// <param name="isFirst">Whether it goes from the image to features, not from features.</param>
    /// <param name="bias">Whether to add a bias, which a norm takes away again: for networks that count it.</param>
    /// <exception cref="ArgumentException">An even kernel size, or another setting that cannot be.</exception>
    public Module Conv(int inChannels, int outChannels, PerAxis kernelSize, PerAxis? stride = null, bool isFirst = false,
        bool bias = false)
    {
        var shape = new ConvShape(Rank, inChannels, outChannels, kernelSize, new() { Stride = stride ?? 1 }, bias);
        Kind.Check?.Invoke(shape);
        var padding = Padding.Create([.. shape.Taps.Select(taps => taps / 2)]);
        shape = shape with { Options = shape.Options with { Padding = padding } };
        return ((isFirst ? Kind.FirstLayer : null) ?? Kind.Layer)(shape, Init);
    }

    /// <summary>A 1×1 convolution from features to features.</summary>
    public Module Pointwise(
        int inChannels, int outChannels, int stride = 1, bool bias = false, ConvInit weightInit = ConvInit.PyTorch)
    {
        var options = new ConvOptions { Stride = stride };
        if (Kind.Group is null)
            return new Conv(Rank, inChannels, outChannels, 1, Init, options, bias, weightInit);
        Kind.Check?.Invoke(new(Rank, inChannels, outChannels, 1, options, bias));
        return new GroupConv(Kind.Group, inChannels, outChannels, 1, Init, options, bias, weightInit);
    }

    /// <summary>The norm of features.</summary>
    public BatchNorm Norm(int channels) => new(channels, Init, orientations: Kind.Group?.Order ?? 1);

    /// <summary>A convolution, norm, relu.</summary>
    public Module[] Steps(int inChannels, int outChannels, PerAxis kernelSize, bool isFirst = false) =>
        [Conv(inChannels, outChannels, kernelSize, isFirst: isFirst), Norm(outChannels), Activation.Relu()];

    /// <summary>The same as one module.</summary>
    public Sequential Block(int inChannels, int outChannels, PerAxis kernelSize, bool isFirst = false) =>
        new(Steps(inChannels, outChannels, kernelSize, isFirst));

    /// <summary>An ordinary convolution by a kernel such as 1×1 or 1×7, that keeps the size, norm, relu.</summary>
    public Sequential PlainBlock(int inChannels, int outChannels, int rows = 1, int columns = 1) => new(
        new Conv(2, inChannels, outChannels, PerAxis.Create([rows, columns]), Init,
            new() { Padding = PerAxis.Create([rows / 2, columns / 2]) }, bias: false),
        new BatchNorm(outChannels, Init), Activation.Relu());

    /// <summary>
    /// Twice the size by a 4×4 transposed convolution of stride 2, norm, relu. Among symmetric layers its taps share parameters
    /// by their distance from the middle, and orientations are enlarged one by one: exact on every size.
    /// </summary>
    public Sequential Double(int inChannels, int outChannels)
    {
        var options = new ConvOptions { Stride = 2, Padding = 1 };
        Module conv = Kind == ConvKind.Plain ? new ConvTranspose(2, inChannels, outChannels, 4, Init, options, bias: false)
            : new SymmetricConvTranspose(SymmetricTaps.Create([4, 4]), inChannels, outChannels, Init, options, bias: false);
        return new(Kind.Group is null ? conv : new EachOrientation(Kind.Group, conv), Norm(outChannels), Activation.Relu());
    }

    /// <summary>The classes' scores of features by a 1×1 convolution; of several orientations the largest counts.</summary>
    public Module Scores(int channels, int classes)
    {
        var scores = new Conv(2, channels, classes, 1, Init);
        return GroupPool is [var pool] ? new Sequential(pool, scores) : scores;
    }

    /// <summary>Refuses sizes that a network cannot halve as often as it must.</summary>
    /// <exception cref="ShapeException">A size is no multiple.</exception>
    public static void CheckSize(string network, Tensor x, int multiple)
    {
        if (x.Shape.Count == 0 || x.Shape.ToArray().Skip(2).Any(extent => extent % multiple != 0))
            throw new ShapeException(
                $"{network}: the sizes of the input {x.Shape} must be multiples of {multiple}; pad or crop the image.");
    }
}
