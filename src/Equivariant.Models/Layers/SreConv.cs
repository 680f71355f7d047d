using Equivariant.Symmetry;

namespace Equivariant.Layers;

/// <summary>
/// Symmetric rotation-equivariant convolution (Du et al. 2025): a centrally symmetric kernel with one weight per ring, placed by
/// a binary index matrix. One, two or three dimensions.
/// </summary>
/// <remarks>
/// Commutes exactly with all 8 symmetries of the square, or 48 of the cube, when the size rule holds;
/// with other turns approximately.
/// </remarks>
public sealed class SreConv : Module, IConvolution
{
    private readonly ConvOptions options;
    private readonly PerAxis window;
    private readonly Tensor theta;
    private readonly Tensor? bias;
    private readonly IndexTables tables;

    /// <summary>A symmetric convolution.</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups.</param>
    /// <param name="kernelSize">Taps an axis, odd. Number of rings and radius follow the first axis, as in the reference.</param>
    /// <param name="setup">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, initially uniform in ±1/√(in/groups·bands) as in the reference.</param>
    /// <param name="rule">Which taps belong to which ring.</param>
    /// <param name="bands">Number of rings; null for the rule's default (⌊k/2⌋+1 for circular rings,
    /// ⌊k/2⌋+2 for the full rule).</param>
    /// <param name="init">How the ring weights are drawn.</param>
    /// <exception cref="ArgumentException">An even kernel, channels that the groups do not divide, or settings that are out of
    /// range or for another number of axes.</exception>
    public SreConv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Setup setup, ConvOptions? options = null, bool bias = true,
        BandRule rule = BandRule.Circular, int? bands = null, SreInit init = SreInit.Reference)
    {
        options ??= new ConvOptions();
        KernelSize = kernelSize;
        var taps = WindowSettings.Check(nameof(SreConv), rank, kernelSize, options);
        if (taps.Any(size => size % 2 == 0))
        {
            throw new ArgumentException(
                $"SreConv: the kernel {string.Join('×', taps)} is even along an axis, so no tap is its centre and "
                + "its rings cannot be symmetric; use odd sizes.");
        }
        var inGroup = Channels.PerGroup(nameof(SreConv), inChannels, outChannels, options.Groups);
        Map = SreRings.Create(taps, rule, bands);
        (var applied, this.options) = TrimmedKernel.Of(Map, options);
        window = PerAxis.Create([.. applied.KernelSize]);
        tables = Owned(new IndexTables(applied, setup.Device ?? Device.Cpu));
        theta = Parameter("weight", Draw(setup, init, outChannels, inGroup));
        this.bias = bias ? Parameter("bias", setup.Uniform([outChannels], 1 / Math.Sqrt(inGroup * Map.Parameters))) : null;
        Description = $"SreConv({inChannels}→{outChannels}, {string.Join('×', taps)}, {Map.Parameters} bands{options.Suffix})";
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

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, window, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, null);

    Tensor IConvolution.Forward(Tensor x, ConvEnding? ending) =>
        Ops.SymmetricConv(x, theta, bias, tables, options, ending: ending);

    private Tensor Draw(Setup setup, SreInit init, int outChannels, int inGroup)
    {
        Shape shape = [outChannels, inGroup, Map.Parameters];
        switch (init)
        {
            case SreInit.HeFanOut:
                return setup.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * Map.Taps)));
            case SreInit.BandAware:
                var values = new double[shape.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    var bound = 1 / Math.Sqrt((double)inGroup * Map.Parameters * Map.TapsPerParameter[i % Map.Parameters]);
                    values[i] = setup.Rng.NextDouble(-bound, bound);
                }
                return Tensor.FromDoubles(values, shape, setup.DType, setup.Device);
            default:
                return setup.Uniform(shape, 1 / Math.Sqrt((double)inGroup * Map.Taps));
        }
    }
}
