using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A network on all four turned views of an image, the logits averaged (<see cref="Cyclic"/>).</summary>
/// <param name="inner">The network on each view.</param>
public abstract class CyclicKind(NetworkKind inner) : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => $"cyclic-{inner.Name}";

    /// <inheritdoc/>
    public override string Description => $"{inner.Name} on four turned views of each image, whose logits are averaged";

    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 2;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init) => IsFor(config.Rank)
        ? new Cyclic(SymmetryGroups.C4, inner.Create(config, init))
        : throw new ArgumentException($"{Name} is for images, not for {config.Rank} spatial axes.");
}

/// <summary>A network behind a spatial transformer that may turn the image (<see cref="SpatialTransformer"/>).</summary>
/// <param name="inner">The network behind it.</param>
public abstract class TransformerKind(NetworkKind inner) : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => $"stn-{inner.Name}";

    /// <inheritdoc/>
    public override string Description => $"{inner.Name} behind a spatial transformer that learns to turn the image";

    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 2;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init) => IsFor(config.Rank)
        ? new Sequential(SpatialTransformer.Create(config.InChannels, init), inner.Create(config, init))
        : throw new ArgumentException($"{Name} is for images, not for {config.Rank} spatial axes.");
}

/// <summary>A small network on four views.</summary>
public sealed class CyclicSmallCnnKind() : CyclicKind(new SmallCnnKind());

/// <summary>ResNet-18 on four views.</summary>
public sealed class CyclicResNet18Kind() : CyclicKind(new ResNet18Kind());

/// <summary>A small network behind a spatial transformer.</summary>
public sealed class TransformerSmallCnnKind() : TransformerKind(new SmallCnnKind());

/// <summary>ResNet-18 behind a spatial transformer.</summary>
public sealed class TransformerResNet18Kind() : TransformerKind(new ResNet18Kind());
