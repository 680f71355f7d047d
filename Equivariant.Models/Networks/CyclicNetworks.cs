using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Networks that meet turned images by other means than their kernels: on all four turned views of an image, the
/// logits averaged (<see cref="Cyclic"/>), or behind a layer that learns to turn it
/// (<see cref="SpatialTransformer"/>).</summary>
internal static class CyclicNetworks
{
    /// <summary>cyclic-small-cnn, cyclic-resnet18, stn-small-cnn and stn-resnet18.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        .. new[] { "small-cnn", "resnet18" }.SelectMany(inner => (NetworkKind[])
        [
            Around(inner, "cyclic", (_, network, _) => new Cyclic(SymmetryGroups.C4, network())),
            Around(inner, "stn", (channels, network, init) =>
                new Sequential(SpatialTransformer.Create(channels, init), network())),
        ]),
    ];

    private static NetworkKind Around(
        string inner, string prefix, Func<int, Func<Module>, Initializer, Module> create)
    {
        var name = $"{prefix}-{inner}";
        return new(name, (config, _, init) => config.Rank == 2
            ? create(config.InChannels, () => (config with { Name = inner }).Create(init), init)
            : throw new ArgumentException($"{name} is for images, not for {config.Rank} spatial axes."))
        {
            Ranks = [2],
        };
    }
}
