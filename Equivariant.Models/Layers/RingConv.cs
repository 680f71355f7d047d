namespace Equivariant.Layers;

/// <summary>
/// A convolution by centrally symmetric kernels, one number for every ring of taps: the base of <see cref="SreConv"/> and
/// <see cref="GmrConv"/>, which differ in where the numbers come from. One, two or three dimensions.
/// </summary>
/// <remarks>
/// Commutes exactly with all 8 symmetries of the square, or 48 of the cube, when the size rule holds;
/// with other turns approximately.
/// </remarks>
public abstract class RingConv : Module, IConvolution
{
    private readonly ConvOptions options;
    private readonly PerAxis window;
    private readonly IndexTables tables;

    private protected RingConv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options, BandRule rule,
        int? bands)
    {
        var name = GetType().Name;
        options ??= new ConvOptions();
        KernelSize = kernelSize;
        var taps = WindowSettings.Check(name, rank, kernelSize, options);
        if (taps.Any(size => size % 2 == 0))
        {
            throw new ArgumentException(
                $"{name}: the kernel {string.Join('×', taps)} is even along an axis, so no tap is its centre and "
                + "its rings cannot be symmetric; use odd sizes.");
        }
        InGroup = Channels.PerGroup(name, inChannels, outChannels, options.Groups);
        OutChannels = outChannels;
        Map = SreRings.Create(taps, rule, bands);
        (var applied, this.options) = TrimmedKernel.Of(Map, options);
        window = PerAxis.Create([.. applied.KernelSize]);
        tables = Owned(new IndexTables(applied, init.Device ?? Device.Cpu));
        Description = $"{name}({inChannels}→{outChannels}, {string.Join('×', taps)}, {Map.Parameters} bands{options.Suffix})";
    }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Which ring every tap belongs to.</summary>
    public KernelIndexMap Map { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => new SymmetryClaim("all", tables.Map.IsSymmetricUnder)
        .WhereEven(Map.Rank, window, options.Stride, options.Dilation, options.Padding.Numbers ?? 0);

    /// <summary>What is run: the table without taps that are always zero, and the padding that goes with it.</summary>
    internal (KernelIndexMap Map, ConvOptions Options) Applied => (tables.Map, options);

    /// <summary>Channels of the result.</summary>
    private protected int OutChannels { get; }

    /// <summary>Input channels of a group.</summary>
    private protected int InGroup { get; }

    /// <summary>One number an output; null for none.</summary>
    private protected Tensor? Bias { get; init; }

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, window, options);

    /// <summary>The number at every ring, [out, in/groups, rings].</summary>
    private protected abstract Tensor RingWeights();

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Window(Map.Rank, window, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue) =>
        Ops.SymmetricConv(x, RingWeights(), Bias, tables, options, epilogue: epilogue);

    /// <summary>A bias as the reference draws it, uniform in ±1/√(in/groups·rings).</summary>
    private protected Tensor DrawBias(Initializer init) => init.Uniform([OutChannels], 1 / Math.Sqrt(InGroup * Map.Parameters));

    /// <summary>Ring weights.</summary>
    private protected Tensor Draw(Initializer init, SreInit weightInit)
    {
        Shape shape = [OutChannels, InGroup, Map.Parameters];
        switch (weightInit)
        {
            case SreInit.HeFanOut:
                return init.Normal(shape, Math.Sqrt(2.0 / ((double)OutChannels * Map.Taps)));
            case SreInit.BandAware:
                var values = new double[shape.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    var bound = 1 / Math.Sqrt((double)InGroup * Map.Parameters * Map.TapsPerParameter[i % Map.Parameters]);
                    values[i] = init.Rng.NextDouble(-bound, bound);
                }
                return Tensor.FromDoubles(values, shape, init.DType, init.Device);
            default:
                return init.Uniform(shape, 1 / Math.Sqrt((double)InGroup * Map.Taps));
        }
    }
}
