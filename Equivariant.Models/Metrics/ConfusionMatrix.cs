namespace Equivariant.Metrics;

/// <summary>How often each class was predicted as each class, and the metrics that follow from the counts.</summary>
/// <remarks>A ratio with nothing to divide by (a class never predicted, never present) is 0, as in scikit-learn.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;

    /// <summary>The matrix of the true and the predicted class of each sample, 0 to classes−1.</summary>
    /// <exception cref="ArgumentException">No samples, lengths differ, or a class is out of range.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes)
    {
        MetricInput.CheckLabels(labels, classes, nameof(labels));
        if (predicted.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels do not fit {predicted.Length} predictions.", nameof(predicted));
        MetricInput.CheckLabels(predicted, classes, nameof(predicted));
        Classes = classes;
        Samples = labels.Length;
        counts = new long[classes * classes];
        for (var i = 0; i < labels.Length; i++)
            counts[labels[i] * classes + predicted[i]]++;
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of samples.</summary>
    public long Samples { get; }

    /// <summary>The number of samples of class <paramref name="truth"/> predicted as <paramref name="predicted"/>.</summary>
    public long this[int truth, int predicted] => counts[Checked(truth) * Classes + Checked(predicted)];

    /// <summary>The share of samples predicted rightly; also the micro-averaged F1.</summary>
    public double Accuracy => (double)Over(c => this[c, c]).Sum() / Samples;

    /// <summary>The mean recall of the classes that are present.</summary>
    public double BalancedAccuracy => Over(c => c).Where(c => TruthOf(c) > 0).Average(Recall);

    /// <summary>The mean F1 of the classes that are present or predicted.</summary>
    public double MacroF1 => Over(c => c).Where(c => TruthOf(c) + PredictedAs(c) > 0).Average(F1);

    /// <summary>The mean F1 over the samples: each class weighs as much as it is present.</summary>
    public double WeightedF1 => Over(c => F1(c) * TruthOf(c)).Sum() / Samples;

    /// <summary>Cohen's κ: agreement beyond chance. Not a number where only one class occurs.</summary>
    public double Kappa => 1 - DisagreementOverChance((i, j) => i == j ? 0 : 1);

    /// <summary>Cohen's κ with squared class distances as weights, for ordered classes. Not a number where only one class
    /// occurs.</summary>
    public double QuadraticKappa => 1 - DisagreementOverChance((i, j) => (double)(i - j) * (i - j));

    /// <summary>The Matthews correlation coefficient, for any number of classes (Gorodkin 2004).</summary>
    public double Matthews
    {
        get
        {
            double samples = Samples;
            var truth = Over(c => (double)TruthOf(c)).ToArray();
            var predicted = Over(c => (double)PredictedAs(c)).ToArray();
            var covariance = Over(c => this[c, c]).Sum() * samples - truth.Zip(predicted, (t, p) => t * p).Sum();
            var spread = (samples * samples - truth.Sum(t => t * t)) * (samples * samples - predicted.Sum(p => p * p));
            return spread == 0 ? 0 : covariance / Math.Sqrt(spread);
        }
    }

    /// <summary>The number of samples of a class.</summary>
    public long TruthOf(int c) => Over(p => this[c, p]).Sum();

    /// <summary>The number of samples predicted as a class.</summary>
    public long PredictedAs(int c) => Over(t => this[t, c]).Sum();

    /// <summary>The share of a class's samples that were found.</summary>
    public double Recall(int c) => Ratio(this[c, c], TruthOf(c));

    /// <summary>The share of the predictions of a class that were right.</summary>
    public double Precision(int c) => Ratio(this[c, c], PredictedAs(c));

    /// <summary>The harmonic mean of precision and recall of a class.</summary>
    public double F1(int c) => Ratio(2 * this[c, c], TruthOf(c) + PredictedAs(c));

    private double DisagreementOverChance(Func<int, int, double> weight)
    {
        double observed = 0, expected = 0;
        for (var i = 0; i < Classes; i++)
            for (var j = 0; j < Classes; j++)
            {
                observed += weight(i, j) * this[i, j];
                expected += weight(i, j) * TruthOf(i) * PredictedAs(j) / Samples;
            }
        return observed / expected;
    }

    private IEnumerable<T> Over<T>(Func<int, T> value) => Enumerable.Range(0, Classes).Select(value);

    private int Checked(int c) => (uint)c < (uint)Classes
        ? c : throw new ArgumentOutOfRangeException(nameof(c), c, $"The classes are 0 to {Classes - 1}.");

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
