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
        var (channels, first) = (inChannels, kind.Width(rank, width));
        for (var stage = 0; stage <= stages; stage++)
        {
            var wide = first << stage;
            var conv = stage == 0 ? kind.CreateFirst(rank, channels, wide, kernelSize, 1, init)
                : kind.Create(rank, channels, wide, kernelSize, 1, init);
            modules.AddRange([conv, kind.CreateNorm(rank, wide, init), Activation.Relu()]);
            if (stage < stages)
                modules.Add(new AvgPool(2));
            channels = wide;
        }
        if (kind.CreatePool(rank) is { } groupPool)
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

/// <summary>Makes a <see cref="SmallCnn"/>.</summary>
public sealed class SmallCnnKind : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => "small-cnn";

    /// <inheritdoc/>
    public override string Description => "four convolutions with doubling width, average pools between them";

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        if (config.KernelSizes is { Count: not 1 } sizes)
            throw new ArgumentException($"small-cnn has one kernel size, not [{string.Join(',', sizes)}].");
        var kernelSize = config.KernelSizes?[0] ?? 5;
        return new SmallCnn(config.InChannels, config.Classes, init, Conv(config), config.Width ?? 16, kernelSize,
            rank: config.Rank);
    }
}
