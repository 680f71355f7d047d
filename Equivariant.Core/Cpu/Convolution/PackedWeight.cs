namespace Equivariant.Cpu;

/// <summary>
/// A weight as right operand of a <see cref="PackedWeightGemm{TVector}"/> or a <see cref="TapSumGemm{TVector}"/>: for the channels of
/// one register sum, panel by panel, the result channels of a factor side by side. Indices are (panel, channels, group).
/// </summary>
internal readonly unsafe struct PackedWeight<TVector>(ImplicitGemm product, float* packed) : IRange
    where TVector : struct, IVector<TVector>
{
    /// <summary>Length of the sums that are kept in registers: a panel of so many rows fits the first-level cache.</summary>
    private const int RegisterSum = 256;

    private readonly ColumnPanels<TVector> panels = new(product.Rows);

    public int Count => product.Groups * Blocks(product) * panels.Count;

    /// <summary>Channels whose terms make one register sum.</summary>
    public static int ChannelsAtOnce(in ImplicitGemm product) =>
        product.Sums.Any ? product.Cells.ChannelsAtOnce : product.ChannelsFor(RegisterSum);

    /// <summary>Numbers in all.</summary>
    public static long ScratchSize(in ImplicitGemm product) => (long)product.Groups * Blocks(product) * BlockSize(product);

    /// <summary>Where the panels of a group start, for register sums from a channel on; the panel at a column starts that many
    /// register sums later.</summary>
    public static nint Place(in ImplicitGemm product, int group, int channel) =>
        (((nint)group * Blocks(product)) + (channel / ChannelsAtOnce(product))) * BlockSize(product);

    public void Run(int start, int end)
    {
        var (terms, atOnce, isSummed) = (product.Terms, ChannelsAtOnce(product), product.Sums.Any);
        var cells = isSummed ? product.Cells : default;
        var taps = new TapOrder(product.Grid);
        var kernel = isSummed ? terms : product.Kernel.Count;
        using var rows = new Rented<float>(product.Device.Pool, kernel * 4 * TVector.Count);
        for (var index = start; index < end; index++)
        {
            var (panel, block) = (index % panels.Count, index / panels.Count);
            var (channel, group) = (block % Blocks(product) * atOnce, block / Blocks(product));
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var filled = Math.Min(width, product.Rows - column);
            var channels = Math.Min(atOnce, product.Channels - channel);
            var to = packed + Place(product, group, channel) + ((nint)column * channels * terms);
            var from = product.Weight + ((nint)group * product.WeightGroup) + ((nint)column * product.WeightRow)
                + ((nint)channel * product.WeightChannel);
            for (var c = 0; c < channels; c++, from += product.WeightChannel)
            {
                // All taps of the kernel, then those of the output grid in its order: a phase of a gradient has some, mirrored.
                Transposer.Run(from, product.WeightRow, filled, kernel, rows.Start, width);
                for (var term = 0; term < terms; term++)
                {
                    var place = isSummed ? cells.IndexOf(c, term, channels) : taps.IndexOf(c, term, channels);
                    var factor = to + ((nint)place * width);
                    var row = isSummed ? term : product.Grid.KernelIndex(term, product.Kernel);
                    Strip.Copy(rows.Start + (row * width), factor, filled);
                    // Nobody reads the sums of columns beyond the last channel, but they should be finite.
                    if (filled < width)
                        new Span<float>(factor + filled, width - filled).Clear();
                }
            }
        }
    }

    private static int Blocks(in ImplicitGemm product) =>
        (product.Channels + ChannelsAtOnce(product) - 1) / ChannelsAtOnce(product);

    private static int BlockSize(in ImplicitGemm product) =>
        new ColumnPanels<TVector>(product.Rows).Columns * ChannelsAtOnce(product) * product.Terms;
}
