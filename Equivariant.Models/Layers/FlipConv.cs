namespace Equivariant.Layers;

/// <summary>Convolution by mirrored copies of each kernel (Gao and Ji 2017, section III.C), of any size.</summary>
/// <remarks>
/// The paper's set {id, H, V} is not a group: reduced, it commutes with nothing, not even with flips. {id, H}, {id, V} and
/// {id, H, V, HV} are groups and commute exactly with theirs.
/// </remarks>
public sealed class FlipConv : OrientedConv
{
    /// <summary>A convolution by mirrored copies: [N,C,H,W] to [N,O,H',W'], or [N,O·copies,H',W'] without reduction.</summary>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Number of kernels, a multiple of the groups; see <paramref name="count"/>.</param>
    /// <param name="kernelSize">Taps an axis: one number, or two.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="set">The copies.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a kernel, to all its copies.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <param name="count">What <paramref name="outChannels"/> counts.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range or for
    /// another number of axes.</exception>
    public FlipConv(
        int inChannels, int outChannels, PerAxis kernelSize, Initializer init, FlipSet set = FlipSet.HorizontalVertical,
        ConvOptions? options = null, bool bias = true, OrientationReduction reduction = OrientationReduction.Max,
        OrientedCount count = OrientedCount.Kernels, ConvInit weightInit = ConvInit.PyTorch)
        : base(FlippedKernels.Create(kernelSize.For(2, "FlipConv: kernelSize"), set), inChannels, outChannels, init, options,
            bias, reduction, count, weightInit)
    {
    }
}
