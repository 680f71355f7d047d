using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Networks that meet turned images by other means than their kernels: on all four turned views of an image, the
/// logits averaged (<see cref="Cyclic"/>), or behind a layer that learns to turn it
/// (<see cref="SpatialTransformer"/>).</summary>
public static class CyclicNetworks
{
    /// <summary>cyclic-small-cnn, cyclic-resnet18, stn-small-cnn and stn-resnet18.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        .. new[] { SmallCnn.Kind, ResNet.Kinds.Single(kind => kind.Name == "resnet18") }.SelectMany(inner => (NetworkKind[])
        [
            Around(inner, "cyclic", (_, network, _) => new Cyclic(SymmetryGroups.C4, network())),
            Around(inner, "stn", (channels, network, init) =>
                new Sequential(SpatialTransformer.Create(channels, init), network())),
        ]),
    ];

    private static NetworkKind Around(
        NetworkKind inner, string prefix, Func<int, Func<Module>, Initializer, Module> create)
    {
        var name = $"{prefix}-{inner.Name}";
        return new(name, (config, _, init) => config.Rank == 2
            ? create(config.InChannels, () => inner.Create(config with { Name = inner.Name }, init), init)
            : throw new ArgumentException($"{name} is for images, not for {config.Rank} spatial axes."))
        {
            Ranks = [2],
        };
    }
}
