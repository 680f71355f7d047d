using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A residual block (He et al. 2016, Fig. 5): two k×k convolutions, or for depth 50 a k×k between two 1×1 ones, added to the
/// input or its projection.
/// </summary>
internal sealed class ResidualBlock : Module
{
    private readonly ResNetOptions options;
    private readonly Chain steps;
    private readonly Module? shortcut;

    public ResidualBlock(ResNetOptions options, int inChannels, int width, int kernelSize, int stride, Initializer init)
    {
        this.options = options;
        var outChannels = width * Expansion(options);
        steps = options.Depth == 50
            ? new Chain(
            [
                .. Step(1, [Pointwise(inChannels, width, 1, init)], width, init),
                .. Step(2, Wide(width, width, kernelSize, stride, init), width, init),
                .. Step(3, [Pointwise(width, outChannels, 1, init)], outChannels, init, isLast: true),
            ])
            : new Chain(
            [
                .. Step(1, Wide(inChannels, width, kernelSize, stride, init), width, init),
                .. Step(2, [options.Kind.Create(options.Rank, width, width, kernelSize, 1, init)], width, init, isLast: true),
            ]);
        if (stride != 1 || inChannels != outChannels)
            shortcut = Child(options.ShortcutName, Projection(inChannels, outChannels, stride, init));
    }

    private bool IsPooled => options.Downsampling == Downsampling.AveragePooled;

    /// <summary>Channels of a block's result in units of its width.</summary>
    public static int Expansion(ResNetOptions options) => options.Depth == 50 ? 4 : 1;

    protected override Tensor Compute(Tensor x) => steps.ForwardAndAdd(x, shortcut?.Forward(x) ?? x);

    private Module[] Step(int number, Module[] conv, int channels, Initializer init, bool isLast = false)
    {
        var norm = options.Kind.CreateNorm(channels, init);
        Module[] relu = isLast ? [] : [Activation.Relu()];
        return options.HasSequentialSteps
            ? [Child($"conv{number}", new Sequential([.. conv, norm, .. relu]))]
            : [Child($"conv{number}", conv.Length == 1 ? conv[0] : new Sequential(conv)), Child($"bn{number}", norm), .. relu];
    }

    /// <summary>The convolution that may halve the size, behind what does it instead.</summary>
    private Module[] Wide(int inChannels, int outChannels, int kernelSize, int stride, Initializer init)
    {
        var conv = options.Kind.Create(options.Rank, inChannels, outChannels, kernelSize, IsPooled ? 1 : stride, init);
        if (!IsPooled || (stride == 1 && !options.HasSequentialSteps))
            return [conv];
        return [Halving(stride), conv];
    }

    private Sequential Projection(int inChannels, int outChannels, int stride, Initializer init)
    {
        var norm = options.Kind.CreateNorm(outChannels, init);
        return IsPooled ? new Sequential(Halving(stride), Pointwise(inChannels, outChannels, 1, init), norm)
            : new Sequential(Pointwise(inChannels, outChannels, stride, init), norm);
    }

    private static Module Halving(int stride) => stride > 1 ? new AvgPool(stride) : new Identity();

    private Module Pointwise(int inChannels, int outChannels, int stride, Initializer init) =>
        options.Kind.CreatePointwise(options.Rank, inChannels, outChannels, stride, init,
            weightInit: options.HeInit ? ConvInit.HeFanOut : ConvInit.PyTorch);
}
