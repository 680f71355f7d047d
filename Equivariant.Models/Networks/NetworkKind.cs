using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A network that can be made from a <see cref="ModelConfig"/>. A static property of any class of this library that
/// holds one, or a list of them, adds it to <see cref="ByName"/>.</summary>
/// <param name="Name">As in <c>--model small-cnn</c>.</param>
/// <param name="Build">Makes the network from its settings, the kind of convolution and the initializer; throws an
/// <see cref="ArgumentException"/> for settings that it cannot have.</param>
public sealed record NetworkKind(string Name, Func<ModelConfig, ConvKind, Initializer, Module> Build)
{
    private static readonly Lazy<IReadOnlyDictionary<string, NetworkKind>> All =
        new(() => Registry.Values<NetworkKind>(kind => kind.Name).ToDictionary(kind => kind.Name));

    /// <summary>All networks, by the name the command line uses.</summary>
    public static IReadOnlyDictionary<string, NetworkKind> ByName => All.Value;

    /// <summary>The kind of convolution if none is asked for.</summary>
    public string DefaultConv { get; init; } = "plain";

    /// <summary>Whether it gives logits for every pixel, [N,classes,spatial…], instead of for the image, [N,classes].</summary>
    public bool IsDense { get; init; }

    /// <summary>Spatial axes it can have: 2 for images, 3 for volumes.</summary>
    public IReadOnlyList<int> Ranks { get; init; } = [2, 3];

    /// <summary>Whether there is one for images (2) or for volumes (3).</summary>
    public bool IsFor(int rank) => Ranks.Contains(rank);

    /// <summary>The network of a name.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message lists those there are.</exception>
    public static NetworkKind Parse(string name) => ByName.TryGetValue(name, out var kind) ? kind
        : throw new ArgumentException($"There is no model '{name}'; there are {string.Join(", ", ByName.Keys)}.");

    /// <summary>A network that labels every pixel of images and has kernel sizes of its own.</summary>
    /// <param name="name">As in <c>--model fcn</c>.</param>
    /// <param name="build">Makes it.</param>
    /// <param name="orientations">Whether its features may have orientations.</param>
    internal static NetworkKind OfPixels(
        string name, Func<ModelConfig, LayerFactory, Module> build, bool orientations = true) => new(name, (config, conv, init) =>
    {
        if (config.Rank != 2)
            throw new ArgumentException($"{name} is for images, not for {config.Rank} axes; use unet.");
        if (config.KernelSizes is not null)
            throw new ArgumentException($"{name} has kernel sizes of its own; leave them out, or use unet.");
        if (!orientations && conv.Group is not null)
        {
            throw new ArgumentException($"{name} has ordinary channels throughout, '{conv.Name}' has several orientations of "
                + "each; use d4, rot4 or sre, or another network.");
        }
        return build(config, new LayerFactory(conv, init));
    })
    {
        IsDense = true,
        Ranks = [2],
    };
}
