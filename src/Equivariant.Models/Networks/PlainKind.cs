using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Ordinary convolutions.</summary>
public sealed class PlainKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, int kernelSize, int stride, Setup setup, bool bias = false)
    {
        if (kernelSize % 2 == 0)
            throw new ArgumentException(
                $"The kernel size {kernelSize} is even and would change the image's size; use an odd one.");
        return new Conv(
            rank, inChannels, outChannels, kernelSize, setup, new() { Stride = stride, Padding = kernelSize / 2 }, bias);
    }
}
