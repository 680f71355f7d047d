namespace Equivariant.Comparison;

/// <summary>
/// The test of one training. Scores are of boundary pixels, by the model's own way of testing.
/// AucOfMeanProbability: the AUC by the mean probability of the eight copies, where the model's own way is their vote.
/// Curve: the ROC curve: false and true positive rates, thinned out.
/// </summary>
internal sealed record TestedModel(
    string Model, ulong Seed, long Parameters, double Auc, double AveragePrecision, double? AucOfMeanProbability, double Accuracy,
    IReadOnlyList<double[]> Curve, double TrainSeconds, string Device);

/// <summary>
/// What prediction and training of a model cost, and how far its output follows turns of the image.
/// PredictMsPerImage: median over the rounds.
/// PredictTimeRatio: median over the rounds of its time over the baseline's in the same round; null without a baseline.
/// PeakTrainBytes: most memory that a training step holds, parameters and optimizer state included.
/// TurnedDifferences: by symmetry of the square: the largest difference in boundary probability between the output for the
/// turned image, turned back, and the output for the upright one.
/// </summary>
internal sealed record MeasuredModel(
    string Model, double PredictMsPerImage, double? PredictTimeRatio, long PeakTrainBytes,
    IReadOnlyDictionary<string, double> TurnedDifferences, string Device);

/// <summary>A row of results.json. AUC and training time are over the seeds; what was not measured is null.</summary>
internal sealed record ComparedModel(
    string Name, long Parameters, double AucMean, double? AucSd, double? PredictMsPerImage, double? PredictTimeRatio,
    double TrainSeconds, long? PeakTrainBytes, double? MaxTurnedDifference)
{
    public static ComparedModel Of(IReadOnlyList<TestedModel> tested, MeasuredModel? measured)
    {
        var auc = tested.Select(test => test.Auc).ToArray();
        return new(tested[0].Model, tested[0].Parameters, auc.Average(), SampleSd(auc), measured?.PredictMsPerImage,
            measured?.PredictTimeRatio, tested.Average(test => test.TrainSeconds), measured?.PeakTrainBytes,
            measured?.TurnedDifferences.Values.Max());
    }

    /// <summary>The standard deviation of a sample; null for fewer than two values.</summary>
    public static double? SampleSd(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

internal sealed record ComparisonResults(string Data, int Seeds, IReadOnlyList<ComparedModel> Models);
