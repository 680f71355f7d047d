namespace Equivariant.Metrics;

/// <summary>The two numbers MedMNIST reports.</summary>
/// <param name="Auc">Area under the ROC curve, 0 to 1.</param>
/// <param name="Accuracy">Accuracy, 0 to 1.</param>
public readonly record struct MedMnistScore(double Auc, double Accuracy);

/// <summary>AUC and ACC exactly as the evaluator of the MedMNIST package (3.0.2) defines them.</summary>
/// <remarks>
/// Multi-class and ordinal: unweighted mean of the one-versus-rest areas; accuracy of the highest score. Binary: area of the last
/// column; accuracy at a score strictly above ½. Multi-label: both averaged over the labels, at a score strictly above ½.
/// </remarks>
public static class MedMnistEvaluator
{
    /// <summary>Evaluates probabilities (after softmax or sigmoid, not logits: ½ is the threshold).</summary>
    /// <param name="task">The kind of task.</param>
    /// <param name="labels">(samples), or (samples, labels) of 0 and 1 for <see cref="LabelTask.MultiLabel"/>.</param>
    /// <param name="scores">(samples, columns) in C order.</param>
    /// <param name="columns">The number of scores for each sample: classes, labels, or 1 or 2 for two classes.</param>
    /// <exception cref="UndefinedMetricException">A class or label has no sample, or all of them: no area.</exception>
    /// <exception cref="ArgumentException">Labels and scores do not fit, or a score is not a number.</exception>
    public static MedMnistScore Evaluate(LabelTask task, ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int columns)
    {
        if (columns < 1 || scores.IsEmpty || scores.Length % columns != 0)
            throw new ArgumentException($"{scores.Length} scores are not whole rows of {columns} columns.", nameof(scores));
        var samples = scores.Length / columns;
        var expected = task == LabelTask.MultiLabel ? samples * columns : samples;
        if (labels.Length != expected)
            throw new ArgumentException(
                $"{samples} samples of {columns} scores need {expected} labels for a {task} task, not {labels.Length}.",
                nameof(labels));
        return task switch
        {
            LabelTask.MultiClass or LabelTask.OrdinalRegression =>
                new(RocAuc.MultiClass(labels, scores, columns), Accuracy.MultiClass(labels, scores, columns)),
            LabelTask.BinaryClass => Binary(labels, Column(scores, columns, columns - 1)),
            LabelTask.MultiLabel => MultiLabel(labels, scores, columns),
            _ => throw new ArgumentException($"There is no task {task}.", nameof(task)),
        };
    }

    private static MedMnistScore Binary(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) =>
        new(RocAuc.Binary(labels, scores), Accuracy.AtThreshold(labels, scores));

    private static MedMnistScore MultiLabel(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int columns)
    {
        double auc = 0, accuracy = 0;
        for (var c = 0; c < columns; c++)
        {
            var column = Column(labels, columns, c);
            if (Array.TrueForAll(column, label => label == column[0]))
                throw new UndefinedMetricException(
                    $"The ROC AUC of label {c} is undefined: it is {column[0]} for all {column.Length} samples; "
                    + "evaluate on a set where it differs.");
            var score = Binary(column, Column(scores, columns, c));
            auc += score.Auc;
            accuracy += score.Accuracy;
        }
        return new(auc / columns, accuracy / columns);
    }

    internal static T[] Column<T>(ReadOnlySpan<T> rows, int columns, int column)
    {
        var values = new T[rows.Length / columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = rows[i * columns + column];
        return values;
    }
}
