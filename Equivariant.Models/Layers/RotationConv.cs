namespace Equivariant.Layers;

/// <summary>
/// Convolution by turned copies of each kernel (Gao and Ji 2017, section III.B and Fig. 3): 2 (0°, 180°), 4 (steps of 90°) or 8
/// (steps of 45°, which move the ring of a 3×3 kernel by one place).
/// </summary>
/// <remarks>
/// Reduced, two copies commute exactly with the half turn, four and eight with quarter turns; none with mirror images. Steps of
/// 45° are a heuristic: the eight copies commute with no more than the four.
/// </remarks>
public sealed class RotationConv : OrientedConv
{
    /// <summary>A convolution by turned copies: [N,C,H,W] to [N,O,H',W'], or [N,O·angles,H',W'] without reduction.</summary>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Number of kernels, a multiple of the groups; see <paramref name="count"/>.</param>
    /// <param name="angles">2, 4 or 8 copies.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="kernelSize">Taps an axis. The paper's is 3; 8 angles need it, 4 take any square.</param>
    /// <param name="bias">Whether to add a bias, one a kernel, to all its copies.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <param name="count">What <paramref name="outChannels"/> counts.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Another number of angles, channels that the groups do not divide, or settings that are
    /// out of range.</exception>
    public RotationConv(
        int inChannels, int outChannels, int angles, Initializer init, ConvOptions? options = null, int kernelSize = 3,
        bool bias = true, OrientationReduction reduction = OrientationReduction.Max,
        OrientedCount count = OrientedCount.Kernels, ConvInit weightInit = ConvInit.PyTorch)
        : base(Turned(angles, kernelSize), inChannels, outChannels, init, options, bias, reduction, count, weightInit)
    {
    }

    private static KernelIndexMap Turned(int angles, int kernelSize) => angles is 2 or 4 or 8
        ? RotatedKernels.Create([kernelSize, kernelSize], angles)
        : throw new ArgumentException($"RotationConv: {angles} angles; there are 2, 4 and 8.", nameof(angles));
}
