using Equivariant.Layers;
using static Equivariant.Networks.DenseBlocks;

namespace Equivariant.Networks;

/// <summary>
/// A deconvolution network (Noh, Hong and Han 2015): convolutions and pools down, the mirror image of that up, by transposed
/// convolutions; nothing skips the bottleneck.
/// </summary>
/// <remarks>
/// Sizes are doubled by 4×4 transposed convolutions instead of unpooling. From [N,C,H,W] to logits [N,classes,H,W], H and W
/// multiples of 8. Exact with symmetric kernels, dihedral copies or group convolutions, whose orientations are kept up to the
/// scores.
/// </remarks>
public sealed class DeconvolutionNet : Module
{
    private const int Levels = 3;

    private readonly Sequential layers;

    /// <summary>deconvnet, with 16 channels at full size unless asked for otherwise.</summary>
    public static NetworkKind Kind { get; } = new("deconvnet", (config, conv, init) =>
    {
        Check(config);
        return new DeconvolutionNet(conv, config.InChannels, config.Classes, config.Width ?? 16, init);
    })
    {
        IsDense = true,
        Ranks = [2],
    };

    /// <summary>A network with random weights.</summary>
    /// <param name="kind">The kind of its 3×3 convolutions.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="classes">Number of logits a pixel.</param>
    /// <param name="width">Channels at full size; twice as many after each pool.</param>
    /// <param name="init">Generator, device and element type.</param>
    public DeconvolutionNet(ConvKind kind, int inChannels, int classes, int width, Initializer init)
    {
        width = kind.Width(width);
        var modules = new List<Module> { First(kind, inChannels, width, 3, init) };
        for (var level = 0; level < Levels; level++)
            modules.AddRange([new MaxPool(2), Conv(kind, width << level, 2 * (width << level), 3, init)]);
        for (var level = Levels - 1; level >= 0; level--)
        {
            modules.AddRange(
            [
                Double(kind, 2 * (width << level), width << level, init), Conv(kind, width << level, width << level, 3, init),
            ]);
        }
        layers = Child("layers", new Sequential([.. modules, Scores(kind, width, classes, init)]));
        Description = $"DeconvolutionNet({kind.Name}, width {width})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => 1 << Levels;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CheckSize(nameof(DeconvolutionNet), x, SizeMultiple);
        return layers.Forward(x);
    }
}
