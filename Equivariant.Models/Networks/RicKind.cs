using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Ring-coordinate convolutions (Mo and Zhao 2022), 3×3, images only: exact under quarter turns.</summary>
public sealed class RicKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "ric";

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false)
    {
        if (rank != 2)
            throw new ArgumentException($"'ric' is for images; for {rank} axes use 'sre' or 'plain'.");
        if (kernelSize.For(rank, nameof(kernelSize)).Any(taps => taps != 3))
            throw new ArgumentException($"'ric' has 3×3 kernels, not {kernelSize}; give --kernel-sizes 3.");
        return new RicConv(inChannels, outChannels, init, stride, bias);
    }
}
