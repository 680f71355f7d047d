namespace Equivariant.Metrics;

/// <summary>The area under the ROC curve: the chance that a positive outscores a negative, ties counting one half.</summary>
public static class RocAuc
{
    /// <summary>The area for two classes, exact up to one final division.</summary>
    /// <param name="labels">0 or 1 for each sample.</param>
    /// <param name="scores">The score of class 1 for each sample; any increasing function of it gives the same area.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="UndefinedMetricException">All labels are the same.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static double Binary(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        var counts = new RankedCounts(labels, scores);
        counts.RequireBothClasses("The ROC AUC");
        // Twice the number of ordered pairs won, in whole numbers: a tie group adds its area as a trapezoid.
        long twice = 0, positives = 0, negatives = 0;
        for (var i = 0; i < counts.Thresholds.Length; i++)
        {
            twice += (counts.FalsePositives[i] - negatives) * (counts.TruePositives[i] + positives);
            (positives, negatives) = (counts.TruePositives[i], counts.FalsePositives[i]);
        }
        return twice / (2.0 * counts.Positives * counts.Negatives);
    }

    /// <summary>The area of each class against all others.</summary>
    /// <param name="labels">The class of each sample, 0 to classes−1.</param>
    /// <param name="scores">One row of scores for each sample: (samples, classes).</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="UndefinedMetricException">A class has no sample, or all of them.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range, or a score is not a number.</exception>
    public static double[] OneVersusRest(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes)
    {
        MetricInput.CheckClasses(labels, scores, classes);
        var areas = new double[classes];
        var isClass = new int[labels.Length];
        var column = new float[labels.Length];
        for (var c = 0; c < classes; c++)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                isClass[i] = labels[i] == c ? 1 : 0;
                column[i] = scores[i * classes + c];
            }
            var count = isClass.Sum();
            if (count == 0 || count == labels.Length)
                throw new UndefinedMetricException(
                    $"The ROC AUC of class {c} is undefined: {(count == 0 ? "none" : "every one")} of the "
                    + $"{labels.Length} samples is of that class; evaluate on a set that holds every class.");
            areas[c] = Binary(isClass, column);
        }
        return areas;
    }

    /// <summary>The unweighted mean of <see cref="OneVersusRest"/> over the classes.</summary>
    /// <param name="labels">The class of each sample, 0 to classes−1.</param>
    /// <param name="scores">One row of scores for each sample: (samples, classes).</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="UndefinedMetricException">A class has no sample, or all of them.</exception>
    public static double MultiClass(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes) =>
        OneVersusRest(labels, scores, classes).Average();
}
