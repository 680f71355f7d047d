using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A fully convolutional network with skip connections.</summary>
public sealed class FcnKind : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => "fcn";

    /// <inheritdoc/>
    public override string Description => "fully convolutional network with skip connections: a label for each pixel";

    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 2;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        DenseBlocks.Check(this, config);
        return new Fcn(Conv(config), config.InChannels, config.Classes, config.Width ?? 16, init);
    }
}

/// <summary>A deconvolution network.</summary>
public sealed class DeconvolutionNetKind : NetworkKind
{
    /// <inheritdoc/>
    public override string Name => "deconvnet";

    /// <inheritdoc/>
    public override string Description =>
        "deconvolution network: convolutions down, transposed convolutions up; a label for each pixel";

    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 2;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        DenseBlocks.Check(this, config);
        return new DeconvolutionNet(Conv(config), config.InChannels, config.Classes, config.Width ?? 16, init);
    }
}
