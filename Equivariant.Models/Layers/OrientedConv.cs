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
public abstract class OrientedConv : ConvLayer
{
    /// <summary>More copies are counted, not named.</summary>
    private const int MostNamed = 8;

    private readonly IndexTables tables;

    /// <summary>A convolution by copies: [N,C,…] to [N,O,…], or [N,O·copies,…] without reduction.</summary>
    /// <param name="map">The copies, and which parameter sits where in each.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Number of kernels, a multiple of the groups; see <paramref name="count"/>.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a kernel, to all its copies.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <param name="count">What <paramref name="outChannels"/> counts.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Kernels that have no such copies, channels that the groups do not divide, or settings
    /// that are out of range or for another number of axes.</exception>
    private protected OrientedConv(
        KernelIndexMap map, int inChannels, int outChannels, Initializer init, ConvOptions? options, bool bias,
        OrientationReduction reduction, OrientedCount count, ConvInit weightInit)
        : base(map.Rank, inChannels, Kernels(outChannels, reduction, count), PerAxis.Create([.. map.KernelSize]), options)
    {
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException($"{GetType().Name}: there is no reduction {reduction}.", nameof(reduction));
        Reduction = reduction;
        var kernels = OutChannels;
        OutChannels = reduction == OrientationReduction.None ? kernels * map.Orientations : kernels;
        tables = Owned(new IndexTables(map, init.Device ?? Device.Cpu));
        Draw(init, [kernels, InGroup, map.Parameters], 1 / Math.Sqrt((double)InGroup * map.Taps), bias ? kernels : 0, weightInit,
            (double)kernels * map.Taps);
    }

    /// <summary>The copies, and which parameter sits where in each.</summary>
    public KernelIndexMap Map => tables.Map;

    /// <summary>What becomes of the copies. Without reduction channel <c>kernel · copies + copy</c> holds each.</summary>
    public OrientationReduction Reduction { get; }

    private protected override string Details
    {
        get
        {
            var copies = Map.Orientations <= MostNamed ? string.Join(' ', Map.OrientationNames) : $"{Map.Orientations} copies";
            return $", {(Reduction == OrientationReduction.None ? "all" : Reduction.ToString().ToLowerInvariant())} of {copies}";
        }
    }

    /// <summary>
    /// The symmetries that carry the set of copies into itself: then, and only then, does the maximum commute with them. Mean and
    /// sum are one convolution by the summed kernel and keep what that keeps: of four turned 3×3 copies even mirror images. Kept
    /// copies change places, which counts as broken here.
    /// </summary>
    private protected override SymmetryClaim KernelSymmetry => SymmetryClaim.Of(Rank, Reduction switch
    {
        OrientationReduction.Max => Map.IsSymmetricUnder,
        OrientationReduction.None => element =>
            Map.PermuteOrientations(element)?.Select((place, copy) => place == copy).All(stays => stays) == true,
        _ => KeepsSum,
    });

    internal override Tensor Forward(Tensor x, Epilogue epilogue) =>
        Ops.SymmetricConv(x, Weight, Bias, tables, Options, Reduction, epilogue);

    /// <summary>Whether every tap of the summed kernel is the same sum as the tap that the symmetry carries it to.</summary>
    private bool KeepsSum(SignedPermutation element)
    {
        if (!element.MapSizes(Taps).AsSpan().SequenceEqual(Taps))
            return false;
        return element.MapGrid(Taps).Select((from, to) => Terms(from).SequenceEqual(Terms(to))).All(same => same);

        IEnumerable<int> Terms(int tap) => Enumerable.Range(0, Map.Orientations).Select(copy => Map[copy, tap]).Order();
    }

    private static int Kernels(int outChannels, OrientationReduction reduction, OrientedCount count)
    {
        if (count == OrientedCount.Kernels)
            return outChannels;
        if (reduction != OrientationReduction.None)
            throw new ArgumentException(
                $"OrientedConv: half the parameters means all copies as channels; set reduction to None, not {reduction}.");
        return outChannels % 2 == 0 ? outChannels / 2 : throw new ArgumentException(
            $"OrientedConv: half the parameters of {outChannels} output channels needs an even number of them.");
    }
}

/// <summary>What the number of output channels of an <see cref="OrientedConv"/> counts (Gao and Ji 2017 count in both
/// ways).</summary>
public enum OrientedCount
{
    /// <summary>Kernels: as many parameters as an ordinary convolution with so many outputs (section IV.C, with
    /// maxout).</summary>
    Kernels,

    /// <summary>
    /// Outputs of the ordinary convolution that the layer stands for: half as many kernels, so half its parameters, and all
    /// copies as channels; with four copies twice its outputs (section III.B, without maxout).
    /// </summary>
    HalfParameters,
}
