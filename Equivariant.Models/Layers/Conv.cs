namespace Equivariant.Layers;

/// <summary>An ordinary convolution in one, two or three dimensions; PyTorch's Conv1d, Conv2d, Conv3d.</summary>
/// <remarks>Commutes with no turn, unless its kernel has a single tap.</remarks>
public sealed class Conv : ConvLayer
{
    /// <summary>A convolution with random weights.</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups.</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range or for
    /// another number of axes.</exception>
    public Conv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        bool bias = true, ConvInit weightInit = ConvInit.PyTorch)
        : base(rank, inChannels, outChannels, kernelSize, options)
    {
        Draw(init, [outChannels, InGroup, .. Taps], 1 / Math.Sqrt(InGroup * TapCount), bias ? outChannels : 0, weightInit,
            (double)outChannels * TapCount);
    }

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry =>
        TapCount == 1 ? SymmetryClaim.All.WhereEven(Rank, Options.Stride) : SymmetryClaim.None;

    private protected override SymmetryClaim KernelSymmetry => Symmetry;

    internal override Tensor Forward(Tensor x, Epilogue epilogue) => Ops.Conv(x, Weight, Bias, Options, epilogue);
}
