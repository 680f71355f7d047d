namespace Equivariant.Layers;

/// <summary>What convolutions share: checked settings, weights and a bias, the size rule, and an epilogue in the same
/// pass.</summary>
public abstract class ConvLayer : Module
{
    private protected ConvLayer(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, ConvOptions? options, PerAxis? outputPadding = null)
    {
        (Rank, InChannels, OutChannels, KernelSize) = (rank, inChannels, outChannels, kernelSize);
        (Options, OutputPadding) = (options ?? ConvOptions.Default, outputPadding);
        var name = GetType().Name;
        Taps = LayerSettings.Convolution(name, rank, kernelSize, Options);
        if (outputPadding is { } added)
            LayerSettings.Transposed(name, rank, Options, added);
        LayerSettings.Groups(name, inChannels, outChannels, Options.Groups);
    }

    /// <summary>Spatial axes.</summary>
    public int Rank { get; }

    /// <summary>Channels of the input, not counting the orientations of a group.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the result; of a group convolution each has as many orientations as the group has
    /// elements.</summary>
    public int OutChannels { get; private protected init; }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Stride, padding, dilation, groups, padding mode.</summary>
    public ConvOptions Options { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{GetType().Name}({InChannels}→{OutChannels}, {string.Join('×', Taps)}{Details}{Options.Suffix}{Added})";

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => KernelSymmetry.WhereEven(
        Rank, Window.Size, Options.Stride, Options.Dilation, Window.Options.Padding.Numbers ?? 0, OutputPadding ?? 0);

    /// <summary>Of a transposed convolution; null for an ordinary one.</summary>
    internal PerAxis? OutputPadding { get; }

    internal int[] Taps { get; }

    internal bool HasBias => Bias is not null;

    /// <summary>What turns and mirror images the kernels follow, on axes with one setting.</summary>
    private protected abstract SymmetryClaim KernelSymmetry { get; }

    /// <summary>The window that is run.</summary>
    private protected virtual (PerAxis Size, ConvOptions Options) Window => (KernelSize, Options);

    /// <summary>What the description says beside channels, taps and settings.</summary>
    private protected virtual string Details => "";

    private protected Tensor Weight { get; set; } = null!;

    /// <summary>One number an output; null for none.</summary>
    private protected Tensor? Bias { get; set; }

    private protected int InGroup => InChannels / Options.Groups;

    private protected int TapCount => Taps.Aggregate(1, (product, size) => product * size);

    private string Added => OutputPadding is null || OutputPadding == 0 ? "" : $", outputPadding {OutputPadding}";

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) =>
        OutputPadding is null ? SizeRule.Broken(Description, input, Window.Size, Window.Options) : null;

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => OutputPadding is null
        ? ReceptiveField.Window(Rank, Window.Size, Window.Options) : ReceptiveField.Transposed(Rank, KernelSize, Options);

    /// <summary>The convolution with its epilogue.</summary>
    internal abstract Tensor Forward(Tensor x, Epilogue epilogue);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, default);

    /// <summary>Draws the weights, then a bias of <paramref name="biases"/> numbers uniform in ±bound; 0 for none.</summary>
    private protected void Draw(
        Initializer init, Shape weights, double bound, int biases, ConvInit weightInit = ConvInit.PyTorch, double fanOut = 0)
    {
        Weight = Parameter("weight", init.ConvWeights(weights, weightInit, bound, fanOut));
        Bias = biases > 0 ? Parameter("bias", init.Uniform([biases], bound)) : null;
    }
}

/// <summary>How the weights of an ordinary convolution are drawn.</summary>
public enum ConvInit
{
    /// <summary>PyTorch's default: uniform in ±1/√(in/groups·taps).</summary>
    PyTorch,

    /// <summary>Normal with variance 2/(out·taps): He initialisation by fan-out.</summary>
    HeFanOut,
}
