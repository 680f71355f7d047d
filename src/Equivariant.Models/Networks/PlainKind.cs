using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Ordinary convolutions.</summary>
public sealed class PlainKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override Module Create(int rank, int inChannels, int outChannels, int kernelSize, int stride, Setup setup) =>
        new Conv(rank, inChannels, outChannels, kernelSize, setup, new() { Stride = stride, Padding = kernelSize / 2 },
            bias: false);
}
