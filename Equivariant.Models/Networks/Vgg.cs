using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A network after VGG (Simonyan and Zisserman 2015) for small images: stages of convolution, batch norm and relu with 2×2
/// maximum pools between them, a global average pool and one linear layer. Gives logits [N, classes]. With symmetric kernels
/// exact on multiples of 16.
/// </summary>
public sealed class Vgg : Module
{
    private readonly Sequential features;
    private readonly GlobalAvgPool pool;
    private readonly Linear classifier;

    /// <summary>vgg11 and vgg16, 3×3 and 64 channels at first unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        .. new[] { 11, 16 }.Select(depth => new NetworkKind($"vgg{depth}", (config, conv, init) => new Vgg(
            depth, config.InChannels, config.Classes, init, conv, config.Width ?? 64, config.KernelSize(3), config.Rank))),
    ];

    /// <summary>A network with random weights.</summary>
    /// <param name="depth">11, 13 or 16, as the layers of the original count.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="classes">Number of logits.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="kind">Kind of the convolutions.</param>
    /// <param name="width">Channels of the first stage; the others have 2, 4, 8 and 8 times as many.</param>
    /// <param name="kernelSize">Taps an axis, odd.</param>
    /// <param name="rank">Spatial axes.</param>
    /// <exception cref="ArgumentException">Another depth, or settings that a layer cannot have.</exception>
    public Vgg(
        int depth, int inChannels, int classes, Initializer init, ConvKind kind, int width = 64, int kernelSize = 3, int rank = 2)
    {
        int[] layers = depth switch
        {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            _ => throw new ArgumentException($"VGG: the depth is 11, 13 or 16, not {depth}.", nameof(depth)),
        };
        var first = kind.Width(width);
        var modules = new List<Module>();
        var channels = inChannels;
        for (var stage = 0; stage < layers.Length; stage++)
        {
            if (stage > 0)
                modules.Add(new MaxPool(2));
            var wide = first << Math.Min(stage, 3);
            for (var layer = 0; layer < layers[stage]; layer++)
            {
                var conv = modules.Count == 0 ? kind.CreateFirst(rank, channels, wide, kernelSize, 1, init)
                    : kind.Create(rank, channels, wide, kernelSize, 1, init);
                modules.AddRange([conv, kind.CreateNorm(wide, init), Activation.Relu()]);
                channels = wide;
            }
        }
        if (kind.CreatePool() is { } groupPool)
            modules.Add(groupPool);
        features = Child("features", new Sequential([.. modules]));
        pool = Child("pool", new GlobalAvgPool());
        classifier = Child("classifier", new Linear(channels, classes, init));
        Description = $"VGG-{depth}({kind.Name}, {string.Join('×', Enumerable.Repeat(kernelSize, rank))}, width {first})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => classifier.Forward(pool.Forward(features.Forward(x)));
}
