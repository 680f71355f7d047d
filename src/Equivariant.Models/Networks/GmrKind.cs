using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Gaussian rings of learned widths (GMR-Conv, arXiv 2504.02819).</summary>
public sealed class GmrKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "gmr";

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Setup setup, bool bias = false) =>
        new GmrConv(rank, inChannels, outChannels, kernelSize, setup, SameSize(rank, kernelSize, stride), bias,
            init: SreInit.HeFanOut);
}
