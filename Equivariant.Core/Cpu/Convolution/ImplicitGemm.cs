namespace Equivariant.Cpu;

/// <summary>
/// A convolution, or one phase of its data gradient, group by group as an implicit matrix product (implicit GEMM):
/// result[outChannel, pixel] = bias[outChannel] + Σ weight[outChannel, (channel, tap)] · source[channel, pixel through tap].
/// The matrix of all input patches (im2col) never exists in memory.
/// </summary>
/// <remarks>
/// <para>An <see cref="OutputGrid"/> says which source cells an output pixel meets through each tap. Its pixels are cut into
/// blocks (<see cref="PixelBlocks"/>); what a block sees is copied with its zero padding (<see cref="PackedInput"/>), so that a
/// tap is one constant offset. The <see cref="MicroKernel{TVector}"/> finds a factor of its left operand by an offset for the row
/// and a step for k, and reads its right operand from a packed <see cref="Panel{TVector}"/>. K, the pairs (channel, tap), is cut
/// into lengths that keep a panel in the first-level cache; complete sums go through an <see cref="OutputLayout"/> with bias and
/// epilogue.</para>
/// <para>Which operand is packed depends on the shapes:
/// <see cref="PackedWeightGemm{TVector}"/>: many output channels, which fill the vectors; the weight is packed once, pixels are
/// the rows. <see cref="PackedInputGemm{TVector}"/>: few output channels; neighbouring pixels fill the vectors, their patches are
/// packed panel by panel, output channels are the rows.
/// <see cref="TapSumGemm{TVector}"/>: taps share parameters and are summed before they are multiplied.
/// <see cref="DirectConv{TVector}"/>: thin groups, depthwise above all; no matrix product.
/// The weight gradient is the same product with pixels as K: <see cref="WeightGradientGemm"/>.</para>
/// </remarks>
internal readonly unsafe struct ImplicitGemm
{
    /// <summary>Length of the sums that are kept in registers: a panel of so many rows fits the first-level cache.</summary>
    private const int RegisterSum = 128;

    /// <summary>Output times input channels up to which a group is too thin for a matrix product;
    /// depthwise convolutions above all.</summary>
    public const int ThinGroup = 4;

    public required CpuDevice Device { get; init; }

    public required OutputGrid Grid { get; init; }

    public required Volume Kernel { get; init; }

    public required int Groups { get; init; }

    /// <summary>Source channels of a group.</summary>
    public required int InChannels { get; init; }

    /// <summary>Result channels of a group.</summary>
    public required int OutChannels { get; init; }

    public required float* Source { get; init; }

    public required float* Target { get; init; }

    public required float* Weight { get; init; }

    /// <summary>A number per result channel, or null.</summary>
    public float* Bias { get; init; }

    /// <summary>Applied to complete sums; only where every cell of the result is a pixel of the grid.</summary>
    public PlaneEpilogue Epilogue { get; init; }

    /// <summary>Elements from output channel to output channel of the weight.</summary>
    public required int WeightOutStride { get; init; }

    /// <summary>Elements from input channel to input channel of the weight.</summary>
    public required int WeightInStride { get; init; }

    /// <summary>Elements from group to group of the weight.</summary>
    public required int WeightGroupStride { get; init; }

    /// <summary>Taps that are summed before they are multiplied, if any.</summary>
    public TapSums Sums { get; init; }

    /// <summary>The copies of a kernel that the sums are transformed for, if they are; they make the results.</summary>
    public FactorisedConv? Copies { get; init; }

    /// <summary>Whose accumulators' gradients are the source, if they are.</summary>
    public OrientedGradient Gradient { get; init; }

    /// <summary>A byte per result for the copy that it comes from, or null.</summary>
    public byte* ArgMax { get; init; }

    /// <summary>Order of the factors where taps are summed.</summary>
    public TapSumPlan Cells => new(InChannels, Sums, Copies?.Transform);

    /// <summary>Products for each channel and pixel.</summary>
    public int Terms => Sums.Any ? Sums.Terms : Grid.Taps;

    /// <summary>Channels whose terms make one register sum.</summary>
    public int ChannelsAtOnce => ChannelsFor(RegisterSum);

    /// <summary>Channels whose terms make a sum of about <paramref name="length"/> factors.</summary>
    public int ChannelsFor(int length)
    {
        var most = Math.Max(1, (length + (Terms / 2)) / Math.Max(1, Terms));
        var pieces = (InChannels + most - 1) / most;
        return (InChannels + pieces - 1) / pieces;
    }

    /// <summary>Does the product on all cores.</summary>
    public void Run() => VectorWidth.Run(Device.VectorBits, new Launch(this));

    private readonly struct Launch(ImplicitGemm gemm) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            if (!gemm.Sums.Any && gemm.Groups > 1 && gemm.OutChannels * gemm.InChannels <= ThinGroup)
            {
                var direct = new DirectConv<TVector>(gemm);
                gemm.Device.Team.For(gemm.Grid.Batch * gemm.Groups, 1, ref direct);
                ApplyEpilogue();
                return;
            }
            var pool = gemm.Device.Pool;
            var isOriented = gemm.Copies is not null || gemm.Gradient.Any;
            if (gemm.Grid.Taps > 0 && (isOriented || PackedWeightGemm<TVector>.Suits(gemm)))
            {
                using var panels = new Rented<float>(pool, PackedWeight<TVector>.ScratchSize(gemm));
                var weight = new PackedWeight<TVector>(gemm, panels.Start);
                gemm.Device.Team.For(weight.Count, 1, ref weight);
                if (gemm.Sums.Any)
                {
                    var cells = new TapSumGemm<TVector>(gemm, panels.Start);
                    gemm.Device.Team.For(cells.Count, 1, ref cells);
                    return;
                }
                var pixels = new PackedWeightGemm<TVector>(gemm, panels.Start);
                gemm.Device.Team.For(pixels.Count, 1, ref pixels);
                return;
            }
            var range = new PackedInputGemm<TVector>(gemm);
            gemm.Device.Team.For(range.Count, 1, ref range);
            ApplyEpilogue();
        }

        private void ApplyEpilogue()
        {
            if (!gemm.Epilogue.Any)
                return;
            var channels = gemm.Groups * gemm.OutChannels;
            gemm.Epilogue.ApplyToPlanes(
                gemm.Device, gemm.Target, gemm.Grid.Batch * channels, channels, gemm.Grid.TargetPlane, 1);
        }
    }
}
