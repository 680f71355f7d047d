namespace Equivariant.Metrics;

/// <summary>
/// How many positives and negatives score at or above each distinct score, from the highest score down: what all ranking metrics
/// are made of. Equal scores form one step, so ties are treated fairly whatever the order of the samples.
/// </summary>
internal sealed class RankedCounts
{
    public RankedCounts(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores)
    {
        MetricInput.CheckBinary(labels, scores);
        var sortedScores = scores.ToArray();
        var sortedLabels = labels.ToArray();
        Array.Sort(sortedScores, sortedLabels);
        var thresholds = new List<double>();
        var truePositives = new List<long>();
        var falsePositives = new List<long>();
        long positives = 0, negatives = 0;
        for (var i = sortedScores.Length - 1; i >= 0; i--)
        {
            if (sortedLabels[i] == 1)
                positives++;
            else
                negatives++;
            if (i > 0 && sortedScores[i - 1] == sortedScores[i])
                continue;
            thresholds.Add(sortedScores[i]);
            truePositives.Add(positives);
            falsePositives.Add(negatives);
        }
        Thresholds = [.. thresholds];
        TruePositives = [.. truePositives];
        FalsePositives = [.. falsePositives];
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
