namespace Equivariant.Layers;

/// <summary>
/// Convolution by all eight turned and mirrored copies of each kernel: what Gao and Ji's layers (ICDM 2017, section III) need to
/// be exact. Reduced, it commutes with every turn and mirror image of the square, alone and in stacks.
/// </summary>
public sealed class DihedralConv : OrientedConv
{
    /// <summary>A convolution by the copies of D4: [N,C,H,W] to [N,O,H',W'], or [N,8·O,H',W'] without reduction.</summary>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Number of kernels, a multiple of the groups; see <paramref name="count"/>.</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a kernel, to all its copies.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <param name="count">What <paramref name="outChannels"/> counts.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range.</exception>
    public DihedralConv(
        int inChannels, int outChannels, int kernelSize, Initializer init, ConvOptions? options = null, bool bias = true,
        OrientationReduction reduction = OrientationReduction.Max, OrientedCount count = OrientedCount.Kernels,
        ConvInit weightInit = ConvInit.PyTorch)
        : base(DihedralKernels.Create([kernelSize, kernelSize]), inChannels, outChannels, init, options, bias, reduction, count,
            weightInit)
    {
    }
}
