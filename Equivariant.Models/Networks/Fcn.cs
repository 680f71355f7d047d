using Equivariant.Layers;
using static Equivariant.Networks.DenseBlocks;

namespace Equivariant.Networks;

/// <summary>
/// A fully convolutional network with skip connections (Long, Shelhamer and Darrell 2015): convolutions and pools; the classes'
/// scores at an eighth of the size are doubled, added to those at a quarter, and so on up to the full size.
/// </summary>
/// <remarks>
/// From [N,C,H,W] to logits [N,classes,H,W], H and W multiples of 8. Exact with symmetric kernels, dihedral copies or group
/// convolutions, whose orientations are kept up to the scores.
/// </remarks>
public sealed class Fcn : Module
{
    private const int Levels = 4;

    private readonly Module[] down = new Module[Levels], score = new Module[Levels], up = new Module[Levels - 1];

    /// <summary>fcn, with 16 channels at full size unless asked for otherwise.</summary>
    public static NetworkKind Kind { get; } = new("fcn", (config, conv, init) =>
    {
        Check(config);
        return new Fcn(conv, config.InChannels, config.Classes, config.Width ?? 16, init);
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
    public Fcn(ConvKind kind, int inChannels, int classes, int width, Initializer init)
    {
        var (channels, first) = (inChannels, kind.Width(width));
        for (var level = 0; level < Levels; level++)
        {
            var next = first << level;
            down[level] = Child($"down{level}", level == 0
                ? new Sequential(First(kind, channels, next, 3, init), Conv(kind, next, next, 3, init))
                : new Sequential(new MaxPool(2), Conv(kind, channels, next, 3, init), Conv(kind, next, next, 3, init)));
            score[level] = Child($"score{level}", Scores(kind, next, classes, init));
            channels = next;
        }
        for (var level = 0; level < Levels - 1; level++)
            up[level] = Child($"up{level}", new Upsample(2, Upsampling.Linear));
        Description = $"Fcn({kind.Name}, width {first})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => 1 << (Levels - 1);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CheckSize(nameof(Fcn), x, SizeMultiple);
        var features = new Tensor[Levels];
        for (var level = 0; level < Levels; level++)
            features[level] = x = down[level].Forward(x);
        var scores = score[^1].Forward(x);
        for (var level = Levels - 2; level >= 0; level--)
            scores = up[level].Forward(scores) + score[level].Forward(features[level]);
        return scores;
    }
}
