namespace Equivariant.Layers;

/// <summary>
/// A convolution whose kernels are used in several turned or mirrored copies (Gao and Ji, "Efficient and invariant convolutional
/// neural networks for dense prediction", ICDM 2017, section III): the base of <see cref="RotationConv"/>,
/// <see cref="FlipConv"/> and <see cref="DihedralConv"/> for images, and of <see cref="CubeConv"/> for volumes.
/// </summary>
/// <remarks>
/// The paper counts in two ways. Section IV.C: as many parameters and outputs as an ordinary convolution, the copies reduced by
/// maxout; the default here. Section III.B: half the parameters and twice the outputs, all copies kept, which with four copies
/// is <c>outChannels: O / 2, reduction: OrientationReduction.None</c>, or <see cref="OrientedCount.HalfParameters"/>.
/// </remarks>
public abstract class OrientedConv : Module, IConvolution
{
    /// <summary>More copies are counted, not named.</summary>
    private const int MostNamed = 8;

    private readonly ConvOptions options;
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly IndexTables tables;

    private protected OrientedConv(
        KernelIndexMap map, int inChannels, int outChannels, Initializer init, ConvOptions? options, bool bias,
        OrientationReduction reduction, OrientedCount count, ConvInit weightInit)
    {
        var name = GetType().Name;
        this.options = options ?? ConvOptions.Default;
        (Map, Reduction) = (map, reduction);
        KernelSize = PerAxis.Create([.. map.KernelSize]);
        WindowSettings.Check(name, map.Rank, KernelSize, this.options);
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException($"{name}: there is no reduction {reduction}.", nameof(reduction));
        var kernels = Kernels(name, outChannels, reduction, count);
        var inGroup = Channels.PerGroup(name, inChannels, kernels, this.options.Groups);
        OutChannels = reduction == OrientationReduction.None ? kernels * map.Orientations : kernels;
        var bound = 1 / Math.Sqrt((double)inGroup * map.Taps);
        Shape shape = [kernels, inGroup, map.Parameters];
        tables = Owned(new IndexTables(map, init.Device ?? Device.Cpu));
        weight = Parameter("weight", weightInit == ConvInit.HeFanOut
            ? init.Normal(shape, Math.Sqrt(2.0 / ((double)kernels * map.Taps))) : init.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", init.Uniform([kernels], bound)) : null;
        var kept = reduction == OrientationReduction.None ? "all" : reduction.ToString().ToLowerInvariant();
        Description = $"{name}({inChannels}→{OutChannels}, {string.Join('×', map.KernelSize)}, "
            + $"{kept} of {Names(map)}{this.options.Suffix})";
    }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>The copies, and which parameter sits where in each.</summary>
    public KernelIndexMap Map { get; }

    /// <summary>What becomes of the copies.</summary>
    public OrientationReduction Reduction { get; }

    /// <summary>Channels of the result: one a kernel, or without reduction one a copy, channel
    /// <c>kernel · copies + copy</c>.</summary>
    public int OutChannels { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>
    /// The symmetries that carry the set of copies into itself: then, and only then, does the maximum commute with them. Mean and
    /// sum are one convolution by the summed kernel and keep what that keeps: of four turned 3×3 copies even mirror images. Kept
    /// copies change places, which counts as broken here.
    /// </summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(Map.Rank, Keeps)
        .WhereEven(Map.Rank, KernelSize, options.Stride, options.Dilation, options.Padding.Numbers ?? 0);

    /// <summary>Stride, padding, dilation, groups.</summary>
    internal ConvOptions Options => options;

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, options);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Window(Map.Rank, KernelSize, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue) =>
        Ops.SymmetricConv(x, weight, bias, tables, options, Reduction, epilogue);

    private static string Names(KernelIndexMap map) => map.Orientations <= MostNamed
        ? string.Join(' ', map.OrientationNames) : $"{map.Orientations} copies";

    private bool Keeps(SignedPermutation element) => Reduction switch
    {
        OrientationReduction.Max => Map.IsSymmetricUnder(element),
        OrientationReduction.None =>
            Map.PermuteOrientations(element)?.Select((place, copy) => place == copy).All(stays => stays) == true,
        _ => KeepsSum(element),
    };

    /// <summary>Whether every tap of the summed kernel is the same sum as the tap that the symmetry carries it to.</summary>
    private bool KeepsSum(SignedPermutation element)
    {
        if (!element.MapSizes(Map.KernelSize.AsSpan()).AsSpan().SequenceEqual(Map.KernelSize.AsSpan()))
            return false;
        return element.MapGrid(Map.KernelSize.AsSpan())
            .Select((from, to) => Terms(from).SequenceEqual(Terms(to))).All(same => same);

        IEnumerable<int> Terms(int tap) => Enumerable.Range(0, Map.Orientations).Select(copy => Map[copy, tap]).Order();
    }

    private static int Kernels(string name, int outChannels, OrientationReduction reduction, OrientedCount count)
    {
        if (count == OrientedCount.Kernels)
            return outChannels;
        if (reduction != OrientationReduction.None)
            throw new ArgumentException(
                $"{name}: half the parameters means all copies as channels; set reduction to None, not {reduction}.");
        return outChannels % 2 == 0 ? outChannels / 2 : throw new ArgumentException(
            $"{name}: half the parameters of {outChannels} output channels needs an even number of them.");
    }
}
