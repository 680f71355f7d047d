using Equivariant.Reports;

namespace Equivariant.Cli.DataSets;

/// <summary>How often values occur, in bins of equal width, with their mean and standard deviation.</summary>
/// <param name="low">Where the first bin begins; what lies below is counted there.</param>
/// <param name="high">Where the last bin ends; what lies at it or above is counted there.</param>
internal sealed class Histogram(double low = 0, double high = 1)
{
    private const int Bins = 64;

    private readonly long[] counts = new long[Bins];
    private double sum, squares;

    public long Count { get; private set; }

    /// <summary>Not a number if there are no values.</summary>
    public double Mean => sum / Count;

    /// <summary>Of all values, not of a sample.</summary>
    public double StandardDeviation => Math.Sqrt(Math.Max(0, (squares / Count) - (Mean * Mean)));

    public void Add(float value)
    {
        counts[(int)Math.Clamp((value - low) / (high - low) * Bins, 0, Bins - 1)]++;
        Count++;
        sum += value;
        squares += (double)value * value;
    }

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            Add(value);
    }

    /// <summary>All values of some histograms from 0 to 1.</summary>
    public static Histogram Sum(IEnumerable<Histogram> parts)
    {
        var all = new Histogram();
        foreach (var part in parts)
        {
            for (var bin = 0; bin < Bins; bin++)
                all.counts[bin] += part.counts[bin];
            (all.Count, all.sum, all.squares) = (all.Count + part.Count, all.sum + part.sum, all.squares + part.squares);
        }
        return all;
    }

    /// <summary>The share of the values in each bin, over its middle; no points if there are no values.</summary>
    public Series Shares(string name) => new(name, Count == 0 ? [] :
        [.. counts.Select((count, bin) => (low + ((high - low) * (bin + 0.5) / Bins), count / (double)Count))]);
}
