namespace Equivariant.Cpu;

/// <summary>
/// A weight as right operand of a <see cref="PackedWeightGemm{TVector}"/> or a <see cref="TapSumGemm{TVector}"/>: for the
/// channels of one register sum, panel by panel, the result channels of a factor side by side. Indices are (panel, channels,
/// group).
/// </summary>
internal readonly unsafe struct PackedWeight<TVector>(ImplicitGemm gemm, float* packed) : IRange
    where TVector : struct, IVector<TVector>
{
    /// <summary>Length of the sums that are kept in registers: a panel of so many rows fits the first-level cache.</summary>
    private const int RegisterSum = 256;

    private readonly ColumnPanels<TVector> panels = new(gemm.OutChannels);

    public int Count => gemm.Groups * Blocks(gemm) * panels.Count;

    /// <summary>Channels whose terms make one register sum.</summary>
    public static int ChannelsAtOnce(in ImplicitGemm gemm) =>
        gemm.Sums.Any ? gemm.Cells.ChannelsAtOnce : gemm.ChannelsFor(RegisterSum);

    /// <summary>Numbers in all.</summary>
    public static long ScratchSize(in ImplicitGemm gemm) => (long)gemm.Groups * Blocks(gemm) * BlockSize(gemm);

    /// <summary>Where the panels of a group start, for register sums from a channel on; the panel at a column starts that many
    /// register sums later.</summary>
    public static nint Offset(in ImplicitGemm gemm, int group, int channel) =>
        (((nint)group * Blocks(gemm)) + (channel / ChannelsAtOnce(gemm))) * BlockSize(gemm);

    public void Run(int start, int end)
    {
        var (terms, atOnce, isSummed) = (gemm.Terms, ChannelsAtOnce(gemm), gemm.Sums.Any);
        var cells = isSummed ? gemm.Cells : default;
        var taps = new TapOrder(gemm.Grid);
        var kernel = isSummed ? terms : gemm.Kernel.Count;
        using var rows = new Rented<float>(gemm.Device.Pool, kernel * 4 * TVector.Count);
        for (var index = start; index < end; index++)
        {
            var (panel, block) = (index % panels.Count, index / panels.Count);
            var (channel, group) = (block % Blocks(gemm) * atOnce, block / Blocks(gemm));
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var filled = Math.Min(width, gemm.OutChannels - column);
            var channels = Math.Min(atOnce, gemm.InChannels - channel);
            var to = packed + Offset(gemm, group, channel) + ((nint)column * channels * terms);
            var from = gemm.Weight + ((nint)group * gemm.WeightGroupStride) + ((nint)column * gemm.WeightOutStride)
                + ((nint)channel * gemm.WeightInStride);
            for (var c = 0; c < channels; c++, from += gemm.WeightInStride)
            {
                // All taps of the kernel, then those of the output grid in its order: a phase of a gradient has some, mirrored.
                Transposer.Run(from, gemm.WeightOutStride, filled, kernel, rows.Start, width);
                for (var term = 0; term < terms; term++)
                {
                    var place = isSummed ? cells.IndexOf(c, term, channels) : taps.IndexOf(c, term, channels);
                    var factor = to + ((nint)place * width);
                    var row = isSummed ? term : gemm.Grid.KernelIndex(term, gemm.Kernel);
                    Strip.Copy(rows.Start + (row * width), factor, filled);
                    // Nobody reads the sums of columns beyond the last channel, but they should be finite.
                    if (filled < width)
                        new Span<float>(factor + filled, width - filled).Clear();
                }
            }
        }
    }

    private static int Blocks(in ImplicitGemm gemm) =>
        (gemm.InChannels + ChannelsAtOnce(gemm) - 1) / ChannelsAtOnce(gemm);

    private static int BlockSize(in ImplicitGemm gemm) =>
        new ColumnPanels<TVector>(gemm.OutChannels).Columns * ChannelsAtOnce(gemm) * gemm.Terms;
}
