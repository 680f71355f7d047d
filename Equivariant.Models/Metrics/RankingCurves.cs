namespace Equivariant.Metrics;

/// <summary>The receiver operating characteristic of a two-class score, as scikit-learn 1.2 draws it.</summary>
/// <param name="FalsePositiveRates">The share of negatives at or above each threshold, ascending from 0 to 1.</param>
/// <param name="TruePositiveRates">The share of positives at or above each threshold, ascending from 0 to 1.</param>
/// <param name="Thresholds">Descending; the first, one above the highest score, belongs to the point (0, 0).</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRates, IReadOnlyList<double> TruePositiveRates, IReadOnlyList<double> Thresholds)
{
    /// <summary>The curve of a score.</summary>
    /// <param name="labels">0 or 1 for each sample.</param>
    /// <param name="scores">The score of class 1 for each sample.</param>
    /// <param name="dropIntermediate">Leave out points between two equal steps, which do not change the drawn line.</param>
    /// <exception cref="UndefinedMetricException">All labels are the same.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static RocCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, bool dropIntermediate = true)
    {
        var counts = new RankedCounts(labels, scores);
        counts.RequireBothClasses("The ROC curve");
        List<double> falseRates = [0], trueRates = [0], thresholds = [counts.Thresholds[0] + 1];
        for (var i = 0; i < counts.Thresholds.Length; i++)
        {
            if (dropIntermediate && IsIntermediate(counts.FalsePositives, i) && IsIntermediate(counts.TruePositives, i))
                continue;
            falseRates.Add((double)counts.FalsePositives[i] / counts.Negatives);
            trueRates.Add((double)counts.TruePositives[i] / counts.Positives);
            thresholds.Add(counts.Thresholds[i]);
        }
        return new RocCurve(falseRates, trueRates, thresholds);
    }

    /// <summary>Whether the step into point i equals the step out of it; never at the ends.</summary>
    private static bool IsIntermediate(long[] counts, int i) =>
        i > 0 && i < counts.Length - 1 && counts[i] - counts[i - 1] == counts[i + 1] - counts[i];
}

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
