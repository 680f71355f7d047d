namespace Equivariant.Metrics;

/// <summary>Checks of labels and scores, shared by the metrics.</summary>
internal static class MetricInput
{
    public static void CheckBinary(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        if (labels.IsEmpty)
            throw new ArgumentException("A metric needs at least one sample.", nameof(labels));
        if (labels.Length != scores.Length)
            throw new ArgumentException($"{labels.Length} labels do not fit {scores.Length} scores.", nameof(scores));
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] is not (0 or 1))
                throw new ArgumentException($"Label {i} is {labels[i]}; binary labels are 0 and 1.", nameof(labels));
        CheckNumbers(scores);
    }

    /// <summary>Labels are classes, scores one row of <paramref name="classes"/> numbers for each sample.</summary>
    public static void CheckClasses(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes)
    {
        CheckLabels(labels, classes, nameof(labels));
        if (scores.Length != (long)labels.Length * classes)
            throw new ArgumentException(
                $"{labels.Length} samples of {classes} classes need {(long)labels.Length * classes} scores, not {scores.Length}.",
                nameof(scores));
        CheckNumbers(scores);
    }

    public static void CheckLabels(ReadOnlySpan<int> labels, int classes, string parameter)
    {
        if (classes < 1)
            throw new ArgumentException($"The number of classes is {classes}; it must be at least 1.", nameof(classes));
        if (labels.IsEmpty)
            throw new ArgumentException("A metric needs at least one sample.", parameter);
        var wrong = labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (wrong >= 0)
            throw new ArgumentException($"Label {wrong} is {labels[wrong]}; the classes are 0 to {classes - 1}.", parameter);
    }

    public static void CheckNumbers(ReadOnlySpan<float> scores)
    {
        for (var i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"Score {i} is not a number; has the training diverged?", nameof(scores));
    }
}

/// <summary>A metric has no value for the data given, for example the ROC AUC where every label is the same. The message says
/// which metric is undefined, why, and what would help.</summary>
public sealed class UndefinedMetricException(string message) : InvalidOperationException(message);
