using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>MedMNIST's residual networks, with any kind of convolution.</summary>
public abstract class ResNetKind(int depth) : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => $"resnet{depth}";

    /// <inheritdoc/>
    public override string Description => $"ResNet-{depth} in MedMNIST's form: 3×3 stem, no max-pool, strided convolutions";

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init) => new ResNet(
        new()
        {
            Depth = depth,
            Rank = config.Rank,
            InChannels = config.InChannels,
            Classes = config.Classes,
            Kind = Conv(config),
            StageKernels = Stages(config.KernelSizes ?? [3]),
            Width = config.Width ?? 64,
        },
        init);

    /// <summary>One kernel size stands for all four stages.</summary>
    internal static IReadOnlyList<int> Stages(IReadOnlyList<int> sizes) =>
        sizes.Count == 1 ? [.. Enumerable.Repeat(sizes[0], 4)] : sizes;
}

/// <summary>The SRE-ResNets of Du et al. 2025.</summary>
public abstract class SreResNetKind(int depth) : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => $"sre-resnet{depth}";

    /// <inheritdoc/>
    public override string Description => $"SRE-ResNet-{depth}: 5×5 stem, kernels 9,9,5,5, average pooling instead of strides";

    /// <inheritdoc/>
    public override string DefaultConv => "sre";

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init) => new ResNet(
        ResNet.SreOptions(config.Classes, config.InChannels, depth, ResNetKind.Stages(config.KernelSizes ?? [9, 9, 5, 5])) with
        {
            Rank = config.Rank,
            Kind = Conv(config),
            Width = config.Width ?? 64,
        },
        init);
}

/// <summary>ResNet-18.</summary>
public sealed class ResNet18Kind() : ResNetKind(18);

/// <summary>ResNet-34.</summary>
public sealed class ResNet34Kind() : ResNetKind(34);

/// <summary>ResNet-50.</summary>
public sealed class ResNet50Kind() : ResNetKind(50);

/// <summary>SRE-ResNet-18.</summary>
public sealed class SreResNet18Kind() : SreResNetKind(18);

/// <summary>SRE-ResNet-34.</summary>
public sealed class SreResNet34Kind() : SreResNetKind(34);

/// <summary>SRE-ResNet-50.</summary>
public sealed class SreResNet50Kind() : SreResNetKind(50);
