namespace Equivariant.Metrics;

/// <summary>The receiver operating characteristic of a two-class score, as scikit-learn 1.2 draws it.</summary>
/// <param name="FalsePositiveRates">The share of negatives at or above each threshold, ascending from 0 to 1.</param>
/// <param name="TruePositiveRates">The share of positives at or above each threshold, ascending from 0 to 1.</param>
/// <param name="Thresholds">Descending; the first, one above the highest score, belongs to the point (0, 0).</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRates, IReadOnlyList<double> TruePositiveRates, IReadOnlyList<double> Thresholds)
{
    /// <summary>The curve of the scores of class 1, without points between two equal steps, which do not change the drawn line, or
    /// with them.</summary>
    /// <exception cref="UndefinedMetricException">All labels are the same.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static RocCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, bool dropIntermediate = true)
    {
        var counts = new RankedCounts(labels, scores);
        counts.RequireBothClasses("The ROC curve");
        int[] kept = [.. Enumerable.Range(0, counts.Thresholds.Length).Where(i => !dropIntermediate
            || !IsIntermediate(counts.FalsePositives, i) || !IsIntermediate(counts.TruePositives, i))];
        return new RocCurve(
            [0, .. kept.Select(i => (double)counts.FalsePositives[i] / counts.Negatives)],
            [0, .. kept.Select(i => (double)counts.TruePositives[i] / counts.Positives)],
            [counts.Thresholds[0] + 1, .. kept.Select(i => counts.Thresholds[i])]);
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
    /// <summary>The curve of the scores of class 1.</summary>
    /// <exception cref="UndefinedMetricException">No label is 1, so there is no recall.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static PrecisionRecallCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        var counts = new RankedCounts(labels, scores);
        if (counts.Positives == 0)
            throw new UndefinedMetricException($"Recall is undefined: none of the {labels.Length} samples is positive.");
        var ascending = Enumerable.Range(0, counts.Thresholds.Length).Reverse().ToArray();
        return new PrecisionRecallCurve(
            [.. ascending.Select(i => (double)counts.TruePositives[i] / (counts.TruePositives[i] + counts.FalsePositives[i])), 1],
            [.. ascending.Select(i => (double)counts.TruePositives[i] / counts.Positives), 0],
            [.. ascending.Select(i => counts.Thresholds[i])]);
    }

    /// <summary>The average precision Σ (Rₙ − Rₙ₋₁) Pₙ, the usual summary: it does not interpolate between points.</summary>
    public double AveragePrecision => SumOverSteps(i => Precision[i]);

    /// <summary>The area under straight lines between the points; too hopeful where points are few.</summary>
    public double TrapezoidArea => SumOverSteps(i => (Precision[i] + Precision[i + 1]) / 2);

    private double SumOverSteps(Func<int, double> height) =>
        Enumerable.Range(0, Recall.Count - 1).Sum(i => (Recall[i] - Recall[i + 1]) * height(i));
}

/// <summary>
/// How many positives and negatives score at or above each distinct score, from the highest score down: what ranking metrics are
/// made of. Equal scores form one step, so ties are treated fairly whatever the order of the samples.
/// </summary>
internal sealed class RankedCounts
{
    public RankedCounts(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        MetricInput.CheckBinary(labels, scores);
        var (sorted, sortedLabels) = (scores.ToArray(), labels.ToArray());
        Array.Sort(sorted, sortedLabels);
        var steps = new List<(double Threshold, long Positives, long Negatives)>();
        long positives = 0;
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            positives += sortedLabels[i];
            if (i == 0 || sorted[i - 1] != sorted[i])
                steps.Add((sorted[i], positives, sorted.Length - i - positives));
        }
        Thresholds = [.. steps.Select(step => step.Threshold)];
        TruePositives = [.. steps.Select(step => step.Positives)];
        FalsePositives = [.. steps.Select(step => step.Negatives)];
    }

    /// <summary>The distinct scores, descending.</summary>
    public double[] Thresholds { get; }

    /// <summary>The positives that score at least the threshold.</summary>
    public long[] TruePositives { get; }

    /// <summary>The negatives that score at least the threshold.</summary>
    public long[] FalsePositives { get; }

    public long Positives => TruePositives[^1];

    public long Negatives => FalsePositives[^1];

    public void RequireBothClasses(string metric)
    {
        if (Positives == 0 || Negatives == 0)
            throw new UndefinedMetricException(
                $"{metric} is undefined: all {Positives + Negatives} samples are {(Positives == 0 ? "negative" : "positive")}; "
                + "it needs samples of both classes.");
    }
}
