using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Gaussian rings of learned widths (GMR-Conv, arXiv 2504.02819).</summary>
public sealed class GmrKind : ConvKind
{
    /// <inheritdoc/>
    public override string Name => "gmr";

    /// <inheritdoc/>
    public override bool CanReplace => true;

    internal override Module? Replace(Conv conv, ConvOptions options, Initializer init, bool keepWeights)
    {
        if (conv.Taps.Any(size => size % 2 == 0))
            return null;
        var made = new GmrConv(conv.Rank, conv.InChannels, conv.OutChannels, conv.KernelSize, init, options, conv.HasBias,
            weightInit: SreInit.HeFanOut);
        if (keepWeights)
            Symmetrize.TakeOver(conv, made, values => made.WeightsOf(Projection.Means(values, made.Map)));
        return made;
    }

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false) =>
        new GmrConv(rank, inChannels, outChannels, kernelSize, init, SameSize(rank, kernelSize, stride), bias,
            weightInit: SreInit.HeFanOut);
}
