namespace Equivariant.Layers;

/// <summary>
/// A convolution by centrally symmetric kernels, one number for every ring of taps: the base of <see cref="SreConv"/> and
/// <see cref="GmrConv"/>, which differ in where the numbers come from. One, two or three dimensions.
/// </summary>
/// <remarks>
/// Commutes exactly with all 8 symmetries of the square, or 48 of the cube, when the size rule holds;
/// with other turns approximately.
/// </remarks>
public abstract class RingConv : ConvLayer
{
    private readonly ConvOptions trimmed;
    private readonly IndexTables tables;

    private protected RingConv(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options, BandRule rule,
        int? bands, SreInit weightInit)
        : base(rank, inChannels, outChannels, kernelSize, options)
    {
        if (Taps.Any(size => size % 2 == 0))
        {
            throw new ArgumentException(
                $"{GetType().Name}: the kernel {string.Join('×', Taps)} is even along an axis, so no tap is its centre and "
                + "its rings cannot be symmetric; use odd sizes.");
        }
        Map = SreRings.Create(Taps, rule, bands);
        (var map, trimmed) = TrimmedKernel.Of(Map, Options);
        tables = Owned(new IndexTables(map, init.Device ?? Device.Cpu));
        Weight = Parameter("weight", Draw(init, weightInit));
    }

    /// <summary>Which ring every tap belongs to.</summary>
    public KernelIndexMap Map { get; }

    /// <summary>What is run: the table without taps that are always zero, and the padding that goes with it.</summary>
    internal (KernelIndexMap Map, ConvOptions Options) Applied => (tables.Map, trimmed);

    private protected override string Details => $", {Map.Parameters} bands";

    private protected override SymmetryClaim KernelSymmetry => new("all", tables.Map.IsSymmetricUnder);

    private protected override (PerAxis Size, ConvOptions Options) Window =>
        (PerAxis.Create([.. tables.Map.KernelSize]), trimmed);

    /// <summary>The number at every ring, [out, in/groups, rings].</summary>
    private protected virtual Tensor RingWeights() => Weight;

    internal override Tensor Forward(Tensor x, Epilogue epilogue) =>
        Ops.SymmetricConv(x, RingWeights(), Bias, tables, trimmed, epilogue: epilogue);

    /// <summary>A bias as the reference draws it, uniform in ±1/√(in/groups·rings).</summary>
    private protected Tensor? DrawBias(Initializer init, bool bias) =>
        bias ? Parameter("bias", init.Uniform([OutChannels], 1 / Math.Sqrt(InGroup * Map.Parameters))) : null;

    private Tensor Draw(Initializer init, SreInit weightInit)
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

/// <summary>How the ring weights of a symmetric convolution are drawn.</summary>
public enum SreInit
{
    /// <summary>The reference's: uniform in ±1/√(in/groups·taps), PyTorch's bound for the dense kernel,
    /// the same for every ring.</summary>
    Reference,

    /// <summary>
    /// Uniform in ±1/√(in/groups·bands·n) for a ring of n taps: every ring contributes the same variance, and the total for white
    /// inputs is that of a dense convolution; smooth inputs are amplified less than by <see cref="Reference"/>.
    /// </summary>
    BandAware,

    /// <summary>Normal with variance 2/(out·taps): He initialisation by fan-out on the dense kernel,
    /// as in the reference's ResNets.</summary>
    HeFanOut,
}
