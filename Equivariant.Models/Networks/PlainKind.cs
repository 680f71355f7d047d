using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Ordinary convolutions.</summary>
public sealed class PlainKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false)
    {
        CheckOdd(rank, kernelSize);
        return new Conv(rank, inChannels, outChannels, kernelSize, init, SameSize(rank, kernelSize, stride), bias);
    }
}
