using MathNet.Numerics.Statistics;

namespace Equivariant.Cli.Benchmarks;

/// <summary>Times of one row, gathered over the rounds of a run.</summary>
internal sealed class Timings
{
    private readonly List<double> forward = [];
    private readonly List<double> train = [];

    /// <summary>Median of the forward passes in milliseconds; null where there were none.</summary>
    public double? Forward => Median(forward);

    /// <summary>Median of the training passes in milliseconds; null where there were none.</summary>
    public double? Train => Median(train);

    /// <summary>Adds the times of a round.</summary>
    public void Add(double forwardMs, double trainMs)
    {
        forward.Add(forwardMs);
        train.Add(trainMs);
    }

    private static double? Median(List<double> values) => values.Count == 0 ? null : values.Median();
}
