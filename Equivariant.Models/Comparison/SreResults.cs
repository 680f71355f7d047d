using System.Globalization;
using System.Text.Json;
using Equivariant.Formats;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>
/// The test of one training, on upright and turned test images.
/// Macs: products for an image if every kernel were an ordinary one.
/// MacsAsRun: products for an image as the device makes them.
/// Auc: upright; null where a class does not occur.
/// Turned: A test for each way of turning; the first is the headline.
/// MaxLogitError: over the symmetries of the square or cube, on test images: the largest difference of a logit, relative to the
/// largest logit.
/// </summary>
internal sealed record TestedClassifier(
    string Model, ulong Seed, long Parameters, double Macs, double MacsAsRun, double Accuracy, double? Auc,
    IReadOnlyList<TurnedScores> Turned, double MaxLogitError, IReadOnlyList<TurnedPicture> Pictures, double TrainSeconds,
    string Device);

/// <summary>
/// Accuracy on turned and mirrored images; mean, sd and worst are over all angles, and the axes of volumes.
/// Name: one of <see cref="SreSettings.AllTurns"/>.
/// Disagree: images judged differently at multiples of 90°.
/// </summary>
internal sealed record TurnedScores(
    string Name, double Mean, double Sd, double Worst, IReadOnlyDictionary<int, double> ByAngle,
    IReadOnlyDictionary<string, double> Flips, int Disagree)
{
    public static TurnedScores Of(string name, RotationTest test) => new(name, test.MeanAccuracy, test.SdAccuracy,
        test.ByAngle.Values.Min(), test.ByAngle, test.Flips, test.DisagreeAtRightAngles);
}

/// <summary>The index of a test image, and the class predicted for it at each of <see cref="PictureTurns.Angles"/>.</summary>
internal sealed record TurnedPicture(int Image, IReadOnlyList<int> Decisions);

/// <summary>
/// What a model costs: medians over the rounds, for steps and predictions of <see cref="Batch"/> images.
/// TrainStepRatio: median over the rounds of its time over the baseline's in the same round; null without a baseline.
/// PredictRatio: as <paramref name="TrainStepRatio"/>.
/// PeakTrainBytes: most memory that a step holds, parameters and optimizer state included.
/// </summary>
internal sealed record MeasuredClassifier(
    string Model, double TrainStepMs, double? TrainStepRatio, double PredictMsPerImage, double? PredictRatio,
    long PeakTrainBytes, int Batch, string Device);

/// <summary>A row of results.json; means are over the seeds, and what was not measured is null.</summary>
internal sealed record ComparedClassifier(
    string Name, long Parameters, double Macs, double MacsAsRun, double UprightAccuracyMean, double? UprightAccuracySd,
    double? UprightAucMean, double RotatedAccuracyMean, double RotatedAccuracySd, double WorstAngleAccuracy,
    double FlippedAccuracyMean, int JudgedDifferently, double? TrainStepMs, double? TrainStepRatio, double? PredictMsPerImage,
    double? PredictRatio, long? PeakTrainBytes, double MaxLogitError, double TrainSeconds)
{
    public static ComparedClassifier Of(IReadOnlyList<TestedClassifier> tested, MeasuredClassifier? measured)
    {
        var first = tested[0];
        var turned = tested.Select(test => test.Turned[0]).ToArray();
        var upright = tested.Select(test => test.Accuracy).ToArray();
        return new(first.Model, first.Parameters, first.Macs, first.MacsAsRun, upright.Average(), ComparedModel.SampleSd(upright),
            tested.Average(test => test.Auc), turned.Average(test => test.Mean), turned.Average(test => test.Sd),
            turned.Average(test => test.Worst), turned.Average(test => test.Flips.Values.Average()),
            turned.Sum(test => test.Disagree), measured?.TrainStepMs, measured?.TrainStepRatio, measured?.PredictMsPerImage,
            measured?.PredictRatio, measured?.PeakTrainBytes, tested.Max(test => test.MaxLogitError),
            tested.Average(test => test.TrainSeconds));
    }
}

internal sealed record ClassifierResults(string Data, int Seeds, IReadOnlyList<ComparedClassifier> Models);

/// <summary>results.csv: a line for each data set and model, with the columns of results.json.</summary>
internal static class ResultsCsv
{
    public static void Write(string path, IReadOnlyList<ClassifierResults> results)
    {
        var properties = typeof(ComparedClassifier).GetProperties();
        var lines = results.SelectMany(set => set.Models.Select(model =>
            string.Join(',', new object?[] { set.Data, set.Seeds }
                .Concat(properties.Select(property => property.GetValue(model))).Select(Cell))));
        var head = string.Join(',',
            ["data", "seeds", .. properties.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))]);
        AtomicFile.WriteAllText(path, string.Concat(lines.Prepend(head).Select(line => line + "\n")));
    }

    /// <summary>A value as a cell of comma-separated values, in quotes where it needs them.</summary>
    public static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
