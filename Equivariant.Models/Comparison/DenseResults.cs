namespace Equivariant.Comparison;

/// <summary>How a trained model does on the test images.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Seed">What its training started from.</param>
/// <param name="Parameters">Number of trainable numbers.</param>
/// <param name="Auc">Area under the ROC curve of boundary pixels, by the model's own way of testing.</param>
/// <param name="AveragePrecision">The mean precision over all recalls, in the same way of testing.</param>
/// <param name="AucOfMeanProbability">The same by the mean probability of eight copies, where the own way is their vote.</param>
/// <param name="Accuracy">Share of pixels labelled right.</param>
/// <param name="Curve">The ROC curve: false and true positive rates, thinned out.</param>
/// <param name="TrainSeconds">Time of all epochs.</param>
/// <param name="Device">Where it was trained and tested.</param>
internal sealed record TestedModel(
    string Model, ulong Seed, long Parameters, double Auc, double AveragePrecision, double? AucOfMeanProbability, double Accuracy,
    IReadOnlyList<double[]> Curve, double TrainSeconds, string Device);

/// <summary>What prediction and training of a model cost, and how it keeps turns.</summary>
/// <param name="Model">Its name.</param>
/// <param name="PredictMsPerImage">Median time for a test image.</param>
/// <param name="PredictTimeRatio">Median over the rounds of its time over the baseline's in the same round; null without a
/// baseline.</param>
/// <param name="PeakTrainBytes">Most memory that a training step holds, parameters and optimizer included.</param>
/// <param name="TurnedDifferences">For each symmetry of the square the largest difference between the output for the turned
/// image,
/// turned back, and that for the upright one, as probabilities of the boundary.</param>
/// <param name="Device">Where it was measured.</param>
internal sealed record MeasuredModel(
    string Model, double PredictMsPerImage, double? PredictTimeRatio, long PeakTrainBytes,
    IReadOnlyDictionary<string, double> TurnedDifferences, string Device);

/// <summary>A row of results.json.</summary>
/// <param name="Name">baseline, augmented, paper or exact.</param>
/// <param name="Parameters">Number of trainable numbers.</param>
/// <param name="AucMean">Mean over the seeds.</param>
/// <param name="AucSd">Standard deviation over the seeds (of the sample); null for one seed.</param>
/// <param name="PredictMsPerImage">See <see cref="MeasuredModel"/>; null where times were left out.</param>
/// <param name="PredictTimeRatio">See <see cref="MeasuredModel"/>.</param>
/// <param name="TrainSeconds">Mean over the seeds.</param>
/// <param name="PeakTrainBytes">See <see cref="MeasuredModel"/>.</param>
/// <param name="MaxTurnedDifference">The largest over the eight symmetries.</param>
internal sealed record ComparedModel(
    string Name, long Parameters, double AucMean, double? AucSd, double? PredictMsPerImage, double? PredictTimeRatio,
    double TrainSeconds, long? PeakTrainBytes, double? MaxTurnedDifference)
{
    /// <summary>The row of a model.</summary>
    public static ComparedModel Of(IReadOnlyList<TestedModel> tested, MeasuredModel? measured)
    {
        var mean = tested.Average(test => test.Auc);
        double? sd = tested.Count < 2 ? null
            : Math.Sqrt(tested.Sum(test => (test.Auc - mean) * (test.Auc - mean)) / (tested.Count - 1));
        return new(tested[0].Model, tested[0].Parameters, mean, sd, measured?.PredictMsPerImage, measured?.PredictTimeRatio,
            tested.Average(test => test.TrainSeconds), measured?.PeakTrainBytes, measured?.TurnedDifferences.Values.Max());
    }
}

/// <summary>results.json.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Seeds">Number of trainings of each model.</param>
/// <param name="Models">A row for each model.</param>
internal sealed record ComparisonResults(string Data, int Seeds, IReadOnlyList<ComparedModel> Models);
