namespace Equivariant.Layers;

/// <summary>
/// Convolution by all turned copies of each kernel for volumes: what Gao and Ji's layers (ICDM 2017, section III) become on three
/// axes. Reduced, it commutes with the 24 rotations of the cube, or with all its 48 symmetries, alone and in stacks.
/// </summary>
/// <remarks>On the CPU 67 products stand for the 648 of 24 copies of a 3×3×3 kernel.</remarks>
public sealed class CubeConv : OrientedConv
{
    /// <summary>A convolution by the copies: [N,C,D,H,W] to [N,O,D',H',W'], or [N,24·O,D',H',W'] without reduction.</summary>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Number of kernels, a multiple of the groups; see <paramref name="count"/>.</param>
    /// <param name="kernelSize">Taps an axis, at least 2.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="mirrored">Whether there are mirrored copies as well, 48 in all.</param>
    /// <param name="bias">Whether to add a bias, one a kernel, to all its copies.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <param name="count">What <paramref name="outChannels"/> counts.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range.</exception>
    public CubeConv(
        int inChannels, int outChannels, int kernelSize, Initializer init, ConvOptions? options = null, bool mirrored = false,
        bool bias = true, OrientationReduction reduction = OrientationReduction.Max,
        OrientedCount count = OrientedCount.Kernels, ConvInit weightInit = ConvInit.PyTorch)
        : base(Copies(kernelSize, mirrored), inChannels, outChannels, init, options, bias, reduction, count, weightInit)
    {
    }

    private static KernelIndexMap Copies(int kernelSize, bool mirrored) => GroupKernels.Lifting(
        mirrored ? SymmetryGroups.Cube : SymmetryGroups.CubeRotations, [kernelSize, kernelSize, kernelSize]);
}
