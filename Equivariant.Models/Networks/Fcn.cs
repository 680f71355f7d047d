using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A fully convolutional network with skip connections (Long, Shelhamer and Darrell 2015): convolutions and pools; the classes'
/// scores at an eighth of the size are doubled, added to those at a quarter, and so on up to the full size. Twice the channels
/// after each pool.
/// </summary>
/// <remarks>
/// From [N,C,H,W] to logits [N,classes,H,W], H and W multiples of 8. Exact with symmetric kernels, dihedral copies or group
/// convolutions, whose orientations are kept up to the scores.
/// </remarks>
internal sealed class Fcn : Module
{
    private const int Levels = 4;

    private readonly Module[] down = new Module[Levels], score = new Module[Levels], up = new Module[Levels - 1];

    /// <summary>fcn, with 16 channels at full size unless asked for otherwise.</summary>
    public static NetworkKind Kind { get; } = NetworkKind.OfPixels("fcn", (config, make) =>
        new Fcn(make, config.InChannels, config.Classes, make.Width(config.Width ?? 16)));

    private Fcn(LayerFactory make, int channels, int classes, int width)
    {
        for (var level = 0; level < Levels; level++)
        {
            var next = width << level;
            Module[] twice = [make.Block(channels, next, 3, isFirst: level == 0), make.Block(next, next, 3)];
            down[level] = Child($"down{level}", new Sequential(level == 0 ? twice : [new MaxPool(2), .. twice]));
            score[level] = Child($"score{level}", make.Scores(next, classes));
            channels = next;
        }
        for (var level = 0; level < Levels - 1; level++)
            up[level] = Child($"up{level}", new Upsample(2, Upsampling.Linear));
        Description = $"Fcn({make.Kind.Name}, width {width})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => 1 << (Levels - 1);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        LayerFactory.CheckSize(nameof(Fcn), x, SizeMultiple);
        var features = new Tensor[Levels];
        for (var level = 0; level < Levels; level++)
            features[level] = x = down[level].Forward(x);
        var scores = score[^1].Forward(x);
        for (var level = Levels - 2; level >= 0; level--)
            scores = up[level].Forward(scores) + score[level].Forward(features[level]);
        return scores;
    }
}

/// <summary>
/// A deconvolution network (Noh, Hong and Han 2015): convolutions and pools down, the mirror image of that up, by transposed
/// convolutions; nothing skips the bottleneck. Twice the channels after each pool.
/// </summary>
/// <remarks>
/// Sizes are doubled by 4×4 transposed convolutions instead of unpooling. Sizes and exactness as of <see cref="Fcn"/>.
/// </remarks>
internal sealed class DeconvolutionNet : Module
{
    private const int Levels = 3;

    private readonly Sequential layers;

    /// <summary>deconvnet, with 16 channels at full size unless asked for otherwise.</summary>
    public static NetworkKind Kind { get; } = NetworkKind.OfPixels("deconvnet", (config, make) =>
        new DeconvolutionNet(make, config.InChannels, config.Classes, make.Width(config.Width ?? 16)));

    private DeconvolutionNet(LayerFactory make, int inChannels, int classes, int width)
    {
        var modules = new List<Module> { make.Block(inChannels, width, 3, isFirst: true) };
        for (var level = 0; level < Levels; level++)
            modules.AddRange([new MaxPool(2), make.Block(width << level, 2 * (width << level), 3)]);
        for (var level = Levels - 1; level >= 0; level--)
            modules.AddRange([make.Double(2 * (width << level), width << level), make.Block(width << level, width << level, 3)]);
        layers = Child("layers", new Sequential([.. modules, make.Scores(width, classes)]));
        Description = $"DeconvolutionNet({make.Kind.Name}, width {width})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => 1 << Levels;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        LayerFactory.CheckSize(nameof(DeconvolutionNet), x, SizeMultiple);
        return layers.Forward(x);
    }
}
