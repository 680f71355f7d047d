using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The residual networks of volumes.</summary>
public abstract class AnyResNet3dKind : NetworkKind
{
    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 3;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        if (!IsFor(config.Rank))
            throw new ArgumentException($"{Name} is for volumes, not for {config.Rank} spatial axes; for images use a resnet.");
        var options = Options(config, ResNetKind.Stages(config.KernelSizes ?? [KernelSize])) with
        {
            Width = config.Width ?? 64,
        };
        // Turned copies need a cube, and steps that are alike; with 3×3×3 the stem sees as far as the paper's rings.
        return new ResNet3d(
            options.Kind is GroupKind or OrientedKind ? options with { StemKernel = 3, StemStride = 1 } : options, init);
    }

    /// <summary>Kernel size of the stages where none is asked for.</summary>
    protected abstract int KernelSize { get; }

    /// <summary>Everything but the width.</summary>
    protected abstract ResNet3dOptions Options(ModelConfig config, IReadOnlyList<int> stageKernels);
}

/// <summary>R3D-18.</summary>
public sealed class ResNet3dKind : AnyResNet3dKind
{
    /// <inheritdoc/>
    public override string Name => "r3d18";

    /// <inheritdoc/>
    public override string Description => "R3D-18 for volumes: 3×7×7 stem, strided 3×3×3 convolutions";

    /// <inheritdoc/>
    protected override int KernelSize => 3;

    /// <inheritdoc/>
    protected override ResNet3dOptions Options(ModelConfig config, IReadOnlyList<int> stageKernels) => new()
    {
        Classes = config.Classes,
        InChannels = config.InChannels,
        Kind = Conv(config),
        StageKernels = stageKernels,
    };
}

/// <summary>The SRE-R3D-18 of Du et al. 2025.</summary>
public sealed class SreResNet3dKind : AnyResNet3dKind
{
    /// <inheritdoc/>
    public override string Name => "sre-r3d18";

    /// <inheritdoc/>
    public override string Description => "SRE-R3D-18 for volumes: 5×5×5 kernels, average pooling instead of strides";

    /// <inheritdoc/>
    public override string DefaultConv => "sre";

    /// <inheritdoc/>
    protected override int KernelSize => 5;

    /// <inheritdoc/>
    protected override ResNet3dOptions Options(ModelConfig config, IReadOnlyList<int> stageKernels)
    {
        var options = ResNet3d.SreOptions(config.Classes, config.InChannels, stageKernels);
        return Conv(config) is SreKind ? options : options with { Kind = Conv(config) };
    }
}
