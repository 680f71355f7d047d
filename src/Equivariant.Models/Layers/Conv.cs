namespace Equivariant.Layers;

/// <summary>An ordinary convolution in one, two or three dimensions; PyTorch's Conv1d, Conv2d, Conv3d.</summary>
/// <remarks>Commutes with no turn, unless its kernel has a single tap.</remarks>
public sealed class Conv : Module, IConvolution
{
    private readonly int rank;
    private readonly ConvOptions options;
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>A convolution with random weights.</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups.</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="setup">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="init">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range or for
    /// another number of axes.</exception>
    public Conv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Setup setup, ConvOptions? options = null, bool bias = true,
        ConvInit init = ConvInit.PyTorch)
    {
        this.rank = rank;
        this.options = options ?? new ConvOptions();
        KernelSize = kernelSize;
        var taps = WindowSettings.Check(nameof(Conv), rank, kernelSize, this.options);
        var inGroup = Channels.PerGroup(nameof(Conv), inChannels, outChannels, this.options.Groups);
        var area = taps.Aggregate(1, (product, size) => product * size);
        var bound = 1 / Math.Sqrt(inGroup * area);
        Shape shape = [outChannels, inGroup, .. taps];
        weight = Parameter("weight", init == ConvInit.HeFanOut
            ? setup.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * area)))
            : setup.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", setup.Uniform([outChannels], bound)) : null;
        Description = $"Conv({inChannels}→{outChannels}, {string.Join('×', taps)}{this.options.Suffix})";
    }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => KernelSize.For(rank, "kernelSize").All(size => size == 1)
        ? SymmetryClaim.All.WhereEven(rank, options.Stride)
        : SymmetryClaim.None;

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, options);

    internal override int[]? ReachOf(Shape input, Shape output) => Reach.Window(rank, KernelSize, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, null);

    Tensor IConvolution.Forward(Tensor x, ConvEnding? ending) => Ops.Conv(x, weight, bias, options, ending);
}
