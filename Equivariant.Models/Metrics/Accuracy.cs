namespace Equivariant.Metrics;

/// <summary>The share of samples predicted rightly, and the predictions themselves. Scores are one row for each sample,
/// (samples, classes), unless a method says otherwise.</summary>
public static class Accuracy
{
    /// <summary>The class with the highest score of each sample; the first of equals.</summary>
    /// <exception cref="ArgumentException">The scores are no whole number of rows, or there are no classes.</exception>
    public static int[] ArgMax(ReadOnlySpan<float> scores, int classes)
    {
        if (classes < 1 || scores.Length % classes != 0)
            throw new ArgumentException($"{scores.Length} scores are not whole rows of {classes} classes.", nameof(scores));
        var predicted = new int[scores.Length / classes];
        for (var i = 0; i < predicted.Length; i++)
        {
            var row = scores.Slice(i * classes, classes);
            for (var c = 1; c < classes; c++)
                if (row[c] > row[predicted[i]])
                    predicted[i] = c;
        }
        return predicted;
    }

    /// <summary>The share of samples whose label has the highest score.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range, or a score is not a number.</exception>
    public static double MultiClass(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes)
    {
        MetricInput.CheckClasses(labels, scores, classes);
        var right = 0;
        foreach (var (i, predicted) in ArgMax(scores, classes).Index())
            right += labels[i] == predicted ? 1 : 0;
        return (double)right / labels.Length;
    }

    /// <summary>The share of samples with fewer than k classes scored strictly higher than the label: equal scores are given the
    /// benefit of the doubt, so k = 1 can exceed <see cref="MultiClass"/>.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, or k is not from 1 to the classes.</exception>
    public static double TopK(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes, int k)
    {
        MetricInput.CheckClasses(labels, scores, classes);
        if (k < 1 || k > classes)
            throw new ArgumentException($"k is {k}; it must be from 1 to {classes}.", nameof(k));
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var higher = 0;
            foreach (var score in scores.Slice(i * classes, classes))
                higher += score > scores[(i * classes) + labels[i]] ? 1 : 0;
            right += higher < k ? 1 : 0;
        }
        return (double)right / labels.Length;
    }

    /// <summary>The share of samples on the right side of a threshold: class 1 where its score, one for each sample, is strictly
    /// above it. Labels are 0 or 1.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static double AtThreshold(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, double threshold = 0.5)
    {
        MetricInput.CheckBinary(labels, scores);
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += scores[i] > threshold == (labels[i] == 1) ? 1 : 0;
        return (double)right / labels.Length;
    }
}

/// <summary>The mean squared distance between probabilities and labels: 0 is perfect, ¼ is what ½ everywhere earns.</summary>
public static class BrierScore
{
    /// <summary>The score of probabilities of class 1, where labels are 0 or 1.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a label is neither 0 nor 1, or a score is not a number.</exception>
    public static double Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities)
    {
        MetricInput.CheckBinary(labels, probabilities);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            double miss = probabilities[i] - (double)labels[i];
            sum += miss * miss;
        }
        return sum / labels.Length;
    }
}
