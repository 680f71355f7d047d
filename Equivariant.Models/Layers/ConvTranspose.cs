namespace Equivariant.Layers;

/// <summary>A transposed convolution in one, two or three dimensions; PyTorch's ConvTranspose1d to ConvTranspose3d.</summary>
/// <remarks>Commutes with no turn; <see cref="SymmetricConvTranspose"/> does.</remarks>
public sealed class ConvTranspose : Module, IConvolution
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>A transposed convolution with random weights, drawn as PyTorch's: uniform in ±1/√(out/groups·taps).</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups. Its axes are (size − 1)·stride − 2·padding +
    /// dilation·(k − 1) + outputPadding + 1 long.</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups; PyTorch's defaults if null.</param>
    /// <param name="outputPadding">Cells added at the end of each axis of the result.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range or for
    /// another number of axes.</exception>
    public ConvTranspose(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        PerAxis outputPadding = default, bool bias = true)
    {
        (Options, OutputPadding) = (options ?? ConvOptions.Default, outputPadding);
        Taps = WindowSettings.Check(nameof(ConvTranspose), rank, kernelSize, Options);
        WindowSettings.CheckTransposed(nameof(ConvTranspose), rank, Options, outputPadding);
        Channels.PerGroup(nameof(ConvTranspose), inChannels, outChannels, Options.Groups);
        var outGroup = outChannels / Options.Groups;
        var bound = 1 / Math.Sqrt(Taps.Aggregate((double)outGroup, (product, size) => product * size));
        weight = Parameter("weight", init.Uniform([inChannels, outGroup, .. Taps], bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        var added = outputPadding == 0 ? "" : $", outputPadding {outputPadding}";
        Description = $"ConvTranspose({inChannels}→{outChannels}, {string.Join('×', Taps)}{Options.Suffix}{added})";
    }

    /// <summary>Stride, padding, dilation, groups.</summary>
    public ConvOptions Options { get; }

    /// <summary>Cells added at the end of each axis of the result.</summary>
    public PerAxis OutputPadding { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels => weight.Shape[0];

    /// <summary>Channels of the result.</summary>
    public int OutChannels => weight.Shape[1] * Options.Groups;

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Taps of each axis.</summary>
    internal int[] Taps { get; }

    /// <summary>Whether a bias is added.</summary>
    internal bool HasBias => bias is not null;

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => SymmetryClaim.None;

    internal override int[]? ReceptiveRadius(Shape input, Shape output) =>
        ReceptiveField.Transposed(input.Rank - 2, PerAxis.Create(Taps), Options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue) =>
        epilogue.ApplyTo(Ops.ConvTranspose(x, weight, bias, Options, OutputPadding));
}
