namespace Equivariant.Layers;

/// <summary>
/// Symmetric rotation-equivariant convolution (Du et al. 2025): a centrally symmetric kernel with one weight per ring, placed by
/// a binary index matrix. One, two or three dimensions.
/// </summary>
/// <inheritdoc cref="RingConv" path="/remarks"/>
public sealed class SreConv : RingConv
{
    /// <summary>A symmetric convolution.</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups.</param>
    /// <param name="kernelSize">Taps an axis, odd. Number of rings and radius follow the first axis, as in the reference.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, initially uniform in ±1/√(in/groups·bands) as in the reference.</param>
    /// <param name="rule">Which taps belong to which ring.</param>
    /// <param name="bands">Number of rings; null for the rule's default (⌊k/2⌋+1 for circular rings,
    /// ⌊k/2⌋+2 for the full rule).</param>
    /// <param name="weightInit">How the ring weights are drawn.</param>
    /// <exception cref="ArgumentException">An even kernel, channels that the groups do not divide, or settings that are out of
    /// range or for another number of axes.</exception>
    public SreConv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        bool bias = true, BandRule rule = BandRule.Circular, int? bands = null, SreInit weightInit = SreInit.Reference)
        : base(rank, inChannels, outChannels, kernelSize, init, options, rule, bands, weightInit) => Bias = DrawBias(init, bias);
}
