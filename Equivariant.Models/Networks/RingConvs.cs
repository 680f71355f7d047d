using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Convolutions by rings of taps.</summary>
internal static class RingConvs
{
    private static readonly Predicate<ConvShape> IsOdd = shape => shape.Taps.All(taps => taps % 2 != 0);

    /// <summary>Symmetric convolutions, one weight per ring (SRE-Conv, Du et al. 2025), drawn as in the reference's
    /// ResNets.</summary>
    public static ConvKind Sre { get; } = SreOf(BandRule.Circular, SreInit.HeFanOut);

    /// <summary>Gaussian rings of learned widths (GMR-Conv, arXiv 2504.02819).</summary>
    public static ConvKind Gmr { get; } = new("gmr", (shape, init) => new GmrConv(shape.Rank, shape.InChannels, shape.OutChannels,
        shape.KernelSize, init, shape.Options, shape.HasBias, weightInit: SreInit.HeFanOut))
    {
        Replacement = new(IsOdd, (made, kernels) =>
        {
            var conv = (GmrConv)made;
            return conv.WeightsOf(Symmetrize.MeansOfTaps(kernels, conv.Map));
        }),
    };

    /// <summary>Ring-coordinate convolutions (Mo and Zhao 2022), 3×3, images only: exact under quarter turns.</summary>
    public static ConvKind Ric { get; } = new("ric", (shape, init) =>
        new RicConv(shape.InChannels, shape.OutChannels, init, shape.Options.Stride, shape.HasBias))
    {
        Check = shape =>
        {
            if (shape.Rank != 2)
                throw new ArgumentException($"'ric' is for images; for {shape.Rank} axes use 'sre' or 'plain'.");
            if (shape.Taps.Any(taps => taps != 3))
                throw new ArgumentException($"'ric' has 3×3 kernels, not {shape.KernelSize}; give --kernel-sizes 3.");
        },
    };

    /// <summary>Symmetric convolutions with other rings or other initial weights.</summary>
    public static ConvKind SreOf(BandRule rule, SreInit weightInit) => new("sre", (shape, init) =>
        new SreConv(shape.Rank, shape.InChannels, shape.OutChannels, shape.KernelSize, init, shape.Options, shape.HasBias, rule,
            weightInit: weightInit))
    {
        Replacement = new(IsOdd, (made, kernels) => Symmetrize.MeansOfTaps(kernels, ((SreConv)made).Map)),
    };
}
