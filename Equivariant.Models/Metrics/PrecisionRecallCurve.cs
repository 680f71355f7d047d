namespace Equivariant.Metrics;

/// <summary>Precision against recall of a two-class score, in scikit-learn's order: ascending thresholds.</summary>
/// <param name="Precision">The share of true positives among the samples at or above each threshold; at the end a 1.</param>
/// <param name="Recall">The share of positives at or above each threshold, from 1 down; at the end a 0.</param>
/// <param name="Thresholds">The distinct scores, ascending; one fewer than points.</param>
public sealed record PrecisionRecallCurve(
    IReadOnlyList<double> Precision, IReadOnlyList<double> Recall, IReadOnlyList<double> Thresholds)
{
    /// <summary>The curve of a score.</summary>
    /// <param name="labels">0 or 1 for each sample.</param>
    /// <param name="scores">The score of class 1 for each sample.</param>
    /// <exception cref="UndefinedMetricException">No label is 1, so there is no recall.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static PrecisionRecallCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        var counts = new RankedCounts(labels, scores);
        if (counts.Positives == 0)
            throw new UndefinedMetricException($"Recall is undefined: none of the {labels.Length} samples is positive.");
        var steps = counts.Thresholds.Length;
        double[] precision = new double[steps + 1], recall = new double[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            var positives = counts.TruePositives[steps - 1 - i];
            precision[i] = (double)positives / (positives + counts.FalsePositives[steps - 1 - i]);
            recall[i] = (double)positives / counts.Positives;
        }
        precision[steps] = 1;
        return new PrecisionRecallCurve(precision, recall, [.. counts.Thresholds.Reverse()]);
    }

    /// <summary>The average precision Σ (Rₙ − Rₙ₋₁) Pₙ, the usual summary: it does not interpolate between points.</summary>
    public double AveragePrecision => SumOverSteps((i, next) => Precision[i]);

    /// <summary>The area under straight lines between the points; too hopeful where points are few.</summary>
    public double TrapezoidArea => SumOverSteps((i, next) => (Precision[i] + Precision[next]) / 2);

    private double SumOverSteps(Func<int, int, double> height)
    {
        var sum = 0.0;
        for (var i = 0; i + 1 < Recall.Count; i++)
            sum += (Recall[i] - Recall[i + 1]) * height(i, i + 1);
        return sum;
    }
}
