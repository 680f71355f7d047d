using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A small classifier: blocks of convolution, batch norm, relu and 2×2 average pool with doubling width, one more block without
/// pool, global average pool and a linear layer. With symmetric kernels exact on multiples of 2^stages pixels.
/// </summary>
public sealed class SmallCnn : Module
{
    private readonly Sequential features;
    private readonly GlobalAvgPool pool;
    private readonly Linear head;

    /// <summary>small-cnn: four convolutions, 5×5 and 16 channels at first unless asked for otherwise.</summary>
    public static NetworkKind Kind { get; } = new("small-cnn", (config, conv, init) => new SmallCnn(
        config.InChannels, config.Classes, init, conv, config.Width ?? 16, config.KernelSize(5), rank: config.Rank));

    /// <summary>A small network with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="classes">Number of logits.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="kind">Kind of the convolutions.</param>
    /// <param name="width">Channels of the first block.</param>
    /// <param name="kernelSize">Taps an axis, odd.</param>
    /// <param name="stages">Blocks that end in a pool.</param>
    /// <param name="rank">Spatial axes.</param>
    public SmallCnn(
        int inChannels, int classes, Initializer init, ConvKind kind, int width = 16, int kernelSize = 5, int stages = 3,
        int rank = 2)
    {
        var modules = new List<Module>();
        var (channels, first) = (inChannels, kind.Width(width));
        for (var stage = 0; stage <= stages; stage++)
        {
            var wide = first << stage;
            var conv = stage == 0 ? kind.CreateFirst(rank, channels, wide, kernelSize, 1, init)
                : kind.Create(rank, channels, wide, kernelSize, 1, init);
            modules.AddRange([conv, kind.CreateNorm(wide, init), Activation.Relu()]);
            if (stage < stages)
                modules.Add(new AvgPool(2));
            channels = wide;
        }
        if (kind.CreatePool() is { } groupPool)
            modules.Add(groupPool);
        features = Child("features", new Sequential([.. modules]));
        pool = Child("pool", new GlobalAvgPool());
        head = Child("head", new Linear(channels, classes, init));
        Description = $"SmallCnn({kind.Name}, {kernelSize}×{kernelSize}, width {first}, {stages} pools)";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => head.Forward(pool.Forward(features.Forward(x)));
}
