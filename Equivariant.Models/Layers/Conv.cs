namespace Equivariant.Layers;

/// <summary>An ordinary convolution in one, two or three dimensions; PyTorch's Conv1d, Conv2d, Conv3d.</summary>
/// <remarks>Commutes with no turn, unless its kernel has a single tap.</remarks>
public sealed class Conv : Module, IConvolution
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

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
    {
        Rank = rank;
        Options = options ?? new ConvOptions();
        KernelSize = kernelSize;
        Taps = WindowSettings.Check(nameof(Conv), rank, kernelSize, Options);
        var inGroup = Channels.PerGroup(nameof(Conv), inChannels, outChannels, Options.Groups);
        var area = Taps.Aggregate(1, (product, size) => product * size);
        var bound = 1 / Math.Sqrt(inGroup * area);
        Shape shape = [outChannels, inGroup, .. Taps];
        weight = Parameter("weight", weightInit == ConvInit.HeFanOut
            ? init.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * area)))
            : init.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        Description = $"Conv({inChannels}→{outChannels}, {string.Join('×', Taps)}{Options.Suffix})";
    }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Spatial axes.</summary>
    public int Rank { get; }

    /// <summary>Stride, padding, dilation, groups, padding mode.</summary>
    public ConvOptions Options { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels => weight.Shape[1] * Options.Groups;

    /// <summary>Channels of the result.</summary>
    public int OutChannels => weight.Shape[0];

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Taps of each axis.</summary>
    internal int[] Taps { get; }

    /// <summary>Whether a bias is added.</summary>
    internal bool HasBias => bias is not null;

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => Taps.All(size => size == 1)
        ? SymmetryClaim.All.WhereEven(Rank, Options.Stride)
        : SymmetryClaim.None;

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, Options);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Window(Rank, KernelSize, Options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue) => Ops.Conv(x, weight, bias, Options, epilogue);
}
