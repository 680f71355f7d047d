namespace Equivariant.Layers;

/// <summary>
/// A transposed convolution whose kernels share parameters among the taps of an index map: rings
/// (<see cref="SreRings"/>, odd sizes) or the orbits of the taps (<see cref="SymmetricTaps"/>, any size). With stride 2 a 2×2
/// kernel, or a 4×4 kernel with padding 1, doubles the size.
/// </summary>
/// <remarks>
/// With a symmetric map it commutes with every turn and mirror image on every size, unless outputPadding puts the result off its
/// middle: then only with the exchange of axes.
/// </remarks>
public sealed class SymmetricConvTranspose : Module, IConvolution
{
    private readonly ConvOptions options;
    private readonly PerAxis outputPadding;
    private readonly Tensor theta;
    private readonly Tensor? bias;
    private readonly IndexTables tables;

    /// <summary>A transposed convolution with shared taps, drawn uniformly in ±1/√(out/groups·taps) as a plain one.</summary>
    /// <param name="map">Which parameter sits at which tap; one orientation. It gives rank and kernel size.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups. Its axes are (size − 1)·stride − 2·padding +
    /// dilation·(k − 1) + outputPadding + 1 long.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups; PyTorch's defaults if null.</param>
    /// <param name="outputPadding">Cells added at the end of each axis of the result.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <exception cref="ArgumentException">A map of several orientations, channels that the groups do not divide, or settings
    /// that are out of range or for another number of axes.</exception>
    public SymmetricConvTranspose(
        KernelIndexMap map, int inChannels, int outChannels, Initializer init, ConvOptions? options = null,
        PerAxis outputPadding = default, bool bias = true)
    {
        const string name = nameof(SymmetricConvTranspose);
        (Map, this.options, this.outputPadding) = (map, options ?? ConvOptions.Default, outputPadding);
        if (map.Orientations != 1)
            throw new ArgumentException(
                $"{name}: the index map ({map}) has {map.Orientations} copies; it takes one.", nameof(map));
        WindowSettings.Check(name, map.Rank, PerAxis.Create([.. map.KernelSize]), this.options);
        WindowSettings.CheckTransposed(name, map.Rank, this.options, outputPadding);
        Channels.PerGroup(name, inChannels, outChannels, this.options.Groups);
        var outGroup = outChannels / this.options.Groups;
        var bound = 1 / Math.Sqrt((double)outGroup * map.Taps);
        tables = Owned(new IndexTables(map, init.Device ?? Device.Cpu));
        theta = Parameter("weight", init.Uniform([inChannels, outGroup, map.Parameters], bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        var added = outputPadding == 0 ? "" : $", outputPadding {outputPadding}";
        Description = $"{name}({inChannels}→{outChannels}, {string.Join('×', map.KernelSize)}, {map.Parameters} parameters"
            + $"{this.options.Suffix}{added})";
    }

    /// <summary>Which parameter sits at which tap.</summary>
    public KernelIndexMap Map { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry
    {
        get
        {
            var offCentre = outputPadding.For(Map.Rank, "outputPadding").Any(cells => cells > 0);
            return SymmetryClaim.Of(Map.Rank, element => Map.IsSymmetricUnder(element)
                && !(offCentre && Enumerable.Range(0, Map.Rank).Any(axis => element.Sign(axis) < 0)))
                .WhereEven(Map.Rank, PerAxis.Create([.. Map.KernelSize]), options.Stride, options.Dilation,
                    options.Padding.Numbers ?? 0, outputPadding);
        }
    }

    internal override int[]? ReceptiveRadius(Shape input, Shape output) =>
        ReceptiveField.Transposed(Map.Rank, PerAxis.Create([.. Map.KernelSize]), options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue) =>
        epilogue.ApplyTo(Ops.SymmetricConvTranspose(x, theta, bias, tables, options, outputPadding));
}
