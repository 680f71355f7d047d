namespace Equivariant.Metrics;

/// <summary>The mean squared distance between probabilities and labels: 0 is perfect, ¼ is what ½ everywhere earns.</summary>
public static class BrierScore
{
    /// <summary>The score of two-class probabilities.</summary>
    /// <param name="labels">0 or 1 for each sample.</param>
    /// <param name="probabilities">The probability of class 1 for each sample.</param>
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
