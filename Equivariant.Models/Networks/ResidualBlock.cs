using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A residual block (He et al. 2016, Fig. 5): two k×k convolutions, or for depth 50 a k×k between two 1×1 ones, added to the
/// input or its projection.
/// </summary>
internal sealed class ResidualBlock : Module
{
    private readonly Chain steps;
    private readonly Module? shortcut;

    public ResidualBlock(ResNetOptions options, int inChannels, int width, int kernelSize, int stride, Initializer init)
    {
        var outChannels = width * Expansion(options);
        steps = options.Depth == 50
            ? new Chain(
            [
                .. Step(1, Pointwise(options, inChannels, width, 1, init), width), Activation.Relu(),
                .. Step(2, Wide(options, width, width, kernelSize, stride, init), width), Activation.Relu(),
                .. Step(3, Pointwise(options, width, outChannels, 1, init), outChannels),
            ])
            : new Chain(
            [
                .. Step(1, Wide(options, inChannels, width, kernelSize, stride, init), width), Activation.Relu(),
                .. Step(2, Wide(options, width, width, kernelSize, 1, init), width),
            ]);
        if (stride != 1 || inChannels != outChannels)
            shortcut = Child(options.ShortcutName, Projection(options, inChannels, outChannels, stride, init));

        Module[] Step(int number, Module conv, int channels) =>
            [Child($"conv{number}", conv), Child($"bn{number}", options.Kind.CreateNorm(options.Rank, channels, init))];
    }

    /// <summary>Channels of a block's result in units of its width.</summary>
    public static int Expansion(ResNetOptions options) => options.Depth == 50 ? 4 : 1;

    protected override Tensor Compute(Tensor x) => steps.ForwardAndAdd(x, shortcut?.Forward(x) ?? x);

    private static Module Wide(
        ResNetOptions options, int inChannels, int outChannels, int kernelSize, int stride, Initializer init)
    {
        var pooled = stride > 1 && options.Downsampling == Downsampling.AveragePooled;
        var conv = options.Kind.Create(options.Rank, inChannels, outChannels, kernelSize, pooled ? 1 : stride, init);
        return pooled ? new Sequential(new AvgPool(stride), conv) : conv;
    }

    private static Module Projection(ResNetOptions options, int inChannels, int outChannels, int stride, Initializer init)
    {
        var norm = options.Kind.CreateNorm(options.Rank, outChannels, init);
        return options.Downsampling == Downsampling.Strided
            ? new Sequential(Pointwise(options, inChannels, outChannels, stride, init), norm)
            : new Sequential(stride > 1 ? new AvgPool(stride) : new Identity(),
                Pointwise(options, inChannels, outChannels, 1, init), norm);
    }

    private static Module Pointwise(ResNetOptions options, int inChannels, int outChannels, int stride, Initializer init) =>
        options.Kind.CreatePointwise(options.Rank, inChannels, outChannels, stride, init,
            weightInit: options.HeInit ? ConvInit.HeFanOut : ConvInit.PyTorch);
}
