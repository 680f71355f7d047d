using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Symmetric convolutions, one weight per ring (Du et al. 2025).</summary>
/// <param name="rule">Which taps belong to which ring.</param>
/// <param name="weightInit">How ring weights are drawn.</param>
public sealed class SreKind(BandRule rule, SreInit weightInit) : ConvKind
{
    /// <summary>Circular rings, drawn as in the reference's ResNets.</summary>
    public SreKind()
        : this(BandRule.Circular, SreInit.HeFanOut)
    {
    }

    /// <inheritdoc/>
    public override string Name => "sre";

    /// <inheritdoc/>
    public override bool CanReplace => true;

    internal override Module? Replace(Conv conv, ConvOptions options, Initializer init, bool keepWeights)
    {
        if (conv.Taps.Any(size => size % 2 == 0))
            return null;
        var made = new SreConv(conv.Rank, conv.InChannels, conv.OutChannels, conv.KernelSize, init, options, conv.HasBias,
            rule, weightInit: weightInit);
        if (keepWeights)
            Symmetrize.TakeOver(conv, made, values => Projection.Means(values, made.Map));
        return made;
    }

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false) =>
        new SreConv(rank, inChannels, outChannels, kernelSize, init, SameSize(rank, kernelSize, stride), bias, rule,
            weightInit: weightInit);
}
