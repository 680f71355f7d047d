namespace Equivariant.Layers;

/// <summary>
/// The first layer of a group-equivariant network (Cohen and Welling, ICML 2016): every kernel in a copy for each element of a
/// group, all kept. [N,C,…] becomes [N, O·|G|, …], channel <c>output · |G| + element</c>.
/// </summary>
/// <remarks>Commutes exactly with the group's elements where the size rule holds: the result turns, and its orientations change
/// places as the elements do. <see cref="GroupPool"/> makes ordinary channels of them.</remarks>
public sealed class LiftingConv : GroupConvBase
{
    /// <summary>A lifting convolution with random weights [O, C/groups, taps…].</summary>
    /// <param name="group">On 2 axes (p4: <see cref="SymmetryGroups.C4"/>, p4m: <see cref="SymmetryGroups.D4"/>) or 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, not counting orientations; a multiple of the groups.</param>
    /// <param name="kernelSize">Taps an axis, the same on axes that the group exchanges.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a channel, shared by its orientations.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, a kernel that the group turns into another
    /// shape, or settings that are out of range or for another number of axes.</exception>
    public LiftingConv(
        SymmetryGroup group, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        bool bias = true, ConvInit weightInit = ConvInit.PyTorch)
        : this(group, GroupKernels.Lifting(group, TapsOf<LiftingConv>(group, kernelSize, options)), inChannels, outChannels,
            kernelSize, init, options, bias, weightInit)
    {
    }

    private LiftingConv(
        SymmetryGroup group, KernelIndexMap map, int inChannels, int outChannels, PerAxis kernelSize, Initializer init,
        ConvOptions? options, bool bias, ConvInit weightInit)
        : base(group, map, 1, inChannels, outChannels, kernelSize, init, options, bias, weightInit) =>
        Copies = Owned(new IndexTables(map, init.Device ?? Device.Cpu));

    private protected override IndexTables Copies { get; }

    private protected override SymmetricConvPath WayAt(Shape input, Shape weights) =>
        SymmetricConvChoice.Of(Copies.Device, input, weights, Copies.Map, Options);

    private protected override Tensor Convolve(Tensor x, Tensor weights, Tensor? bias, Epilogue epilogue) =>
        Ops.SymmetricConv(x, weights, bias, Copies, Options, OrientationReduction.None, epilogue);
}
