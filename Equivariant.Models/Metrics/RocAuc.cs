namespace Equivariant.Metrics;

/// <summary>The area under the ROC curve, 0 to 1: the chance that a positive outscores a negative, ties counting one
/// half.</summary>
public static class RocAuc
{
    /// <summary>The area for two classes, labels 0 and 1, by the scores of class 1, exact up to one final division. Any increasing
    /// function of the scores gives the same.</summary>
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

    /// <summary>The area of each class against all others, by scores (samples, classes).</summary>
    /// <exception cref="UndefinedMetricException">A class has no sample, or all of them.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range, or a score is not a number.</exception>
    public static double[] OneVersusRest(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes)
    {
        MetricInput.CheckClasses(labels, scores, classes);
        var areas = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            var isClass = Array.ConvertAll(labels.ToArray(), label => label == c ? 1 : 0);
            var count = isClass.Sum();
            if (count == 0 || count == labels.Length)
                throw new UndefinedMetricException(
                    $"The ROC AUC of class {c} is undefined: {(count == 0 ? "none" : "every one")} of the "
                    + $"{labels.Length} samples is of that class; evaluate on a set that holds every class.");
            areas[c] = Binary(isClass, MedMnistEvaluator.Column(scores, classes, c));
        }
        return areas;
    }

    /// <summary>The unweighted mean of <see cref="OneVersusRest"/> over the classes.</summary>
    /// <exception cref="UndefinedMetricException">A class has no sample, or all of them.</exception>
    public static double MultiClass(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes) =>
        OneVersusRest(labels, scores, classes).Average();
}
