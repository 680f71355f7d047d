using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// A classifier: stages of convolution, batch norm and relu with 2×2 pools between them, a global average pool and one linear
/// layer. Gives logits [N, classes]. With symmetric kernels exact on sizes that all pools halve.
/// </summary>
internal sealed class ConvNet : Module
{
    /// <summary>small-cnn, four convolutions, 5×5 and 16 channels at first unless asked for otherwise, and vgg11 and vgg16,
    /// 3×3 and 64.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        new("small-cnn", (config, conv, init) => Small(
            config.InChannels, config.Classes, init, conv, config.Width ?? 16, config.KernelSize(5), rank: config.Rank)),
        Vgg(11, [1, 1, 2, 2, 2]),
        Vgg(16, [2, 2, 3, 3, 3]),
    ];

    private ConvNet(string description, LayerFactory make, int inChannels, int classes, int kernelSize, int[] widths,
        int[] layers, Func<Module> pool, string head)
    {
        Description = description;
        var modules = new List<Module>();
        for (var stage = 0; stage < layers.Length; stage++)
        {
            if (stage > 0)
                modules.Add(pool());
            for (var layer = 0; layer < layers[stage]; layer++)
            {
                modules.AddRange(make.Steps(inChannels, widths[stage], kernelSize, isFirst: modules.Count == 0));
                inChannels = widths[stage];
            }
        }
        Child("features", new Sequential([.. modules, .. make.GroupPool]));
        Child("pool", new GlobalAvgPool());
        Child(head, new Linear(inChannels, classes, make.Init));
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>A network whose width doubles with each of its average pools.</summary>
    public static ConvNet Small(int inChannels, int classes, Initializer init, ConvKind kind, int width = 16, int kernelSize = 5,
        int stages = 3, int rank = 2)
    {
        var make = new LayerFactory(kind, init, rank);
        int[] widths = [.. Enumerable.Range(0, stages + 1).Select(stage => make.Width(width) << stage)];
        int[] layers = [.. widths.Select(_ => 1)];
        return new($"SmallCnn({kind.Name}, {kernelSize}×{kernelSize}, width {widths[0]}, {stages} pools)", make, inChannels,
            classes, kernelSize, widths, layers, () => new AvgPool(2), "head");
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Children.Aggregate(x, (y, part) => part.Value.Forward(y));

    /// <summary>After VGG (Simonyan and Zisserman 2015), for small images: so many layers between maximum pools, the stages 1, 2,
    /// 4, 8 and 8 times as wide as the first.</summary>
    private static NetworkKind Vgg(int depth, int[] layers) => new($"vgg{depth}", (config, conv, init) =>
    {
        var (make, kernelSize) = (new LayerFactory(conv, init, config.Rank), config.KernelSize(3));
        int[] widths = [.. new[] { 1, 2, 4, 8, 8 }.Select(factor => factor * make.Width(config.Width ?? 64))];
        var taps = string.Join('×', Enumerable.Repeat(kernelSize, config.Rank));
        return new ConvNet($"VGG-{depth}({conv.Name}, {taps}, width {widths[0]})", make, config.InChannels, config.Classes,
            kernelSize, widths, layers, () => new MaxPool(2), "classifier");
    });
}
