namespace Equivariant.Cpu;

/// <summary>
/// How the factors of a product with sums of taps are cut and ordered: some channels at a time, each such part accumulator by
/// accumulator, slice by slice of channels, sum by sum, lane by lane.
/// </summary>
internal readonly struct TapSumPlan
{
    /// <summary>Length of a register sum that is aimed at; with several accumulators that of the shortest, and the longest that
    /// any may get.</summary>
    private const int RegisterSum = 256, ShortSum = 128, LongestSum = 384;

    private readonly int channels;
    private readonly TapSums sums;
    private readonly GroupTransform? transform;

    /// <summary>Plans a product.</summary>
    /// <param name="channels">Source channels of a group.</param>
    /// <param name="sums">Sums of each channel, and its products.</param>
    /// <param name="transform">Whose accumulators are kept apart; null where all products make one sum.</param>
    public TapSumPlan(int channels, in TapSums sums, GroupTransform? transform)
    {
        (this.channels, this.sums, this.transform) = (channels, sums, transform);
        Lanes = PackedCells.LanesFor(channels);
        var most = RegisterSum / sums.Terms;
        if (transform is { Accumulators: > 1 })
        {
            var (shortest, longest) = (int.MaxValue, 0);
            for (var a = 0; a < Accumulators; a++)
                (shortest, longest) = (Math.Min(shortest, TermsOf(a)), Math.Max(longest, TermsOf(a)));
            most = Math.Min(ShortSum / shortest, LongestSum / longest);
        }
        var slices = (channels + Lanes - 1) / Lanes;
        var slicesAtOnce = Math.Max(1, (most + (Lanes / 2)) / Lanes);
        var parts = (slices + slicesAtOnce - 1) / slicesAtOnce;
        ChannelsAtOnce = (slices + parts - 1) / parts * Lanes;
    }

    /// <summary>Channels side by side in a cell.</summary>
    public int Lanes { get; }

    /// <summary>Channels of a part, in whole slices.</summary>
    public int ChannelsAtOnce { get; }

    /// <summary>Sums that are kept apart.</summary>
    public int Accumulators => transform?.Accumulators ?? 1;

    /// <summary>Channels of the part that starts at <paramref name="channel"/>.</summary>
    public int ChannelsFrom(int channel) => Math.Min(ChannelsAtOnce, channels - channel);

    /// <summary>First product of an accumulator.</summary>
    public int FirstTerm(int accumulator) => transform?.ProductOffsets[accumulator] ?? 0;

    /// <summary>Products of an accumulator.</summary>
    public int TermsOf(int accumulator) => transform is null
        ? sums.Terms : transform.ProductOffsets[accumulator + 1] - transform.ProductOffsets[accumulator];

    /// <summary>The place of a factor in its part.</summary>
    /// <param name="channel">Channel of the part.</param>
    /// <param name="term">Product of a sum of its taps.</param>
    /// <param name="channelsOfPart">Channels of the part.</param>
    public int IndexOf(int channel, int term, int channelsOfPart)
    {
        var accumulator = transform?.AccumulatorOf[term] ?? 0;
        var (first, slice) = (FirstTerm(accumulator), channel / Lanes * Lanes);
        var lanesInUse = Math.Min(Lanes, channelsOfPart - slice);
        return (first * channelsOfPart) + (slice * TermsOf(accumulator)) + ((term - first) * lanesInUse) + channel - slice;
    }

    /// <summary>Lists where an accumulator's factors lie among sums [slice, sum, pixel, lane].</summary>
    /// <param name="accumulator">The accumulator.</param>
    /// <param name="channelsOfPart">Channels of the part.</param>
    /// <param name="stride">From sum to sum.</param>
    /// <param name="steps">The list.</param>
    /// <returns>Number of factors.</returns>
    public unsafe int List(int accumulator, int channelsOfPart, int stride, int* steps)
    {
        var (first, own, count) = (FirstTerm(accumulator), TermsOf(accumulator), 0);
        for (var slice = 0; slice * Lanes < channelsOfPart; slice++)
        {
            var lanesInUse = Math.Min(Lanes, channelsOfPart - (slice * Lanes));
            for (var term = first; term < first + own; term++)
            {
                for (var lane = 0; lane < lanesInUse; lane++)
                    steps[count++] = (((slice * sums.Count) + sums.SumOf(term)) * stride) + lane;
            }
        }
        return count;
    }
}
