using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>U-Nets, with any kind of convolution.</summary>
public abstract class AnyUNetKind : NetworkKind
{
    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <summary>Kernel size where none is asked for.</summary>
    protected abstract int KernelSize { get; }

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        if (config.KernelSizes is { Count: not 1 } sizes)
            throw new ArgumentException($"{Name} has one kernel size, not [{string.Join(',', sizes)}].");
        var width = config.Width ?? 32;
        return new UNet(
            new()
            {
                Rank = config.Rank,
                InChannels = config.InChannels,
                Classes = config.Classes,
                Kind = Conv(config),
                KernelSize = config.KernelSizes?[0] ?? KernelSize,
                Widths = [width, width, 2 * width, 4 * width],
            },
            init);
    }
}

/// <summary>A U-Net.</summary>
public sealed class UNetKind : AnyUNetKind
{
    /// <inheritdoc/>
    public override string Name => "unet";

    /// <inheritdoc/>
    public override string Description => "U-Net of four levels, 3×3: a label for each pixel";

    /// <inheritdoc/>
    protected override int KernelSize => 3;
}

/// <summary>The SRE U-Net of Du et al. 2025.</summary>
public sealed class SreUNetKind : AnyUNetKind
{
    /// <inheritdoc/>
    public override string Name => "sre-unet";

    /// <inheritdoc/>
    public override string Description => "the SRE U-Net: 9×9 symmetric kernels, a label for each pixel";

    /// <inheritdoc/>
    public override string DefaultConv => "sre";

    /// <inheritdoc/>
    protected override int KernelSize => 9;
}
