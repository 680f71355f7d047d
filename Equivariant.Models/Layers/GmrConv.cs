using MathNet.Numerics.LinearAlgebra;

namespace Equivariant.Layers;

/// <summary>
/// Gaussian-mixture ring convolution (GMR-Conv, arXiv 2504.02819): as <see cref="SreConv"/>, but every weight belongs to a
/// Gaussian ring of a learned width, which reaches into the rings beside it. One, two or three dimensions.
/// </summary>
/// <remarks>
/// The weights of the sharp rings are θ·P (<see cref="Ops.GaussianRings"/>), so the layer costs what an <see cref="SreConv"/>
/// costs, holds the same kernels, and is exact where that is.
/// </remarks>
public sealed class GmrConv : RingConv
{
    /// <summary>Full width at half maximum in units of the standard deviation, as the reference rounds it.</summary>
    private const double WidthAtHalfMaximum = 2.355;

    private readonly Tensor logSigmas;

    /// <summary>As <see cref="SreConv"/>; <paramref name="trainSigmas"/> says whether the widths, at first k/(2·(rings − 1)) at
    /// half maximum, are trained. Rings and widths follow the first axis.</summary>
    /// <exception cref="ArgumentException">An even kernel, channels that the groups do not divide, or settings that are out of
    /// range or for another number of axes.</exception>
    public GmrConv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        bool bias = true, int? rings = null, SreInit weightInit = SreInit.Reference, bool trainSigmas = true)
        : base(rank, inChannels, outChannels, kernelSize, init, options, BandRule.Circular, rings, weightInit)
    {
        // A single ring has no width between rings: any value will do.
        var sigma = Map.KernelSize[0] / (2.0 * Math.Max(1, Map.Parameters - 1)) / WidthAtHalfMaximum;
        var widths = init.Full([Map.Parameters], Math.Log(sigma));
        logSigmas = trainSigmas ? Parameter("log_sigmas", widths) : Buffer("log_sigmas", widths);
        Bias = DrawBias(init, bias);
    }

    /// <summary>The weights that make sharp rings of these values, at the present widths.</summary>
    internal double[] WeightsOf(double[] rings)
    {
        using var mixing = Ops.GaussianRings(logSigmas);
        var count = Map.Parameters;
        var inverse = Matrix<double>.Build.DenseOfRowMajor(count, count, mixing.ToDoubles()).Inverse();
        return [.. rings.Chunk(count).SelectMany(kernel => (Vector<double>.Build.Dense(kernel) * inverse).ToArray())];
    }

    private protected override Tensor RingWeights() => Ops.MatMul(Weight, Ops.GaussianRings(logSigmas));
}
