using System.Globalization;
using System.Text.Json;
using Equivariant.Formats;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>How a trained classifier does on the test images.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Seed">What its training started from.</param>
/// <param name="Parameters">Number of trainable numbers.</param>
/// <param name="Macs">Products for an image with ordinary kernels.</param>
/// <param name="MacsAsRun">Products for an image as the device makes them.</param>
/// <param name="Accuracy">Upright.</param>
/// <param name="Auc">Upright; null where a class does not occur.</param>
/// <param name="Turned">A test for each way of turning; the first is the headline.</param>
/// <param name="MaxLogitError">Over the symmetries of the square or cube, on test images: the largest difference of a logit,
/// relative to the largest logit.</param>
/// <param name="Pictures">What it says about some turned images.</param>
/// <param name="TrainSeconds">Time of all epochs.</param>
/// <param name="Device">Where it was trained and tested.</param>
internal sealed record TestedClassifier(
    string Model, ulong Seed, long Parameters, double Macs, double MacsAsRun, double Accuracy, double? Auc,
    IReadOnlyList<TurnedScores> Turned, double MaxLogitError, IReadOnlyList<TurnedPicture> Pictures, double TrainSeconds,
    string Device);

/// <summary>Accuracy on turned and mirrored images.</summary>
/// <param name="Name">How they were turned.</param>
/// <param name="Mean">Over all angles and axes.</param>
/// <param name="Sd">Over all angles and axes.</param>
/// <param name="Worst">At the worst angle.</param>
/// <param name="ByAngle">By angle in degrees.</param>
/// <param name="Flips">By mirror image.</param>
/// <param name="Disagree">Images judged differently at multiples of 90°.</param>
internal sealed record TurnedScores(
    string Name, double Mean, double Sd, double Worst, IReadOnlyDictionary<int, double> ByAngle,
    IReadOnlyDictionary<string, double> Flips, int Disagree)
{
    public static TurnedScores Of(string name, RotationTest test) => new(name, test.MeanAccuracy, test.SdAccuracy,
        test.ByAngle.Min(score => score.Accuracy), test.ByAngle.ToDictionary(score => score.Degrees, score => score.Accuracy),
        test.Flips, test.DisagreeAtRightAngles);
}

/// <summary>A test image and what was said about it when it was turned.</summary>
/// <param name="Image">Which.</param>
/// <param name="Decisions">A class for each of <see cref="PictureTurns.Angles"/>.</param>
internal sealed record TurnedPicture(int Image, IReadOnlyList<int> Decisions);

/// <summary>What a model costs.</summary>
/// <param name="Model">Its name.</param>
/// <param name="TrainStepMs">Median time of a step on <paramref name="Batch"/> images.</param>
/// <param name="TrainStepRatio">Median over the rounds of its time over the baseline's in the same round; null without
/// one.</param>
/// <param name="PredictMsPerImage">Median time of an image, in batches.</param>
/// <param name="PredictRatio">As <paramref name="TrainStepRatio"/>.</param>
/// <param name="PeakTrainBytes">The most that a step holds, parameters and optimizer included.</param>
/// <param name="Batch">Images of a step.</param>
/// <param name="Device">Where it was measured.</param>
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
    /// <summary>The row of a model.</summary>
    public static ComparedClassifier Of(IReadOnlyList<TestedClassifier> tested, MeasuredClassifier? measured)
    {
        var first = tested[0];
        var turned = tested.Select(test => test.Turned[0]).ToArray();
        var mean = tested.Average(test => test.Accuracy);
        return new(first.Model, first.Parameters, first.Macs, first.MacsAsRun, mean,
            tested.Count < 2 ? null
                : Math.Sqrt(tested.Sum(test => (test.Accuracy - mean) * (test.Accuracy - mean)) / (tested.Count - 1)),
            tested.Average(test => test.Auc), turned.Average(test => test.Mean), turned.Average(test => test.Sd),
            turned.Average(test => test.Worst), turned.Average(test => test.Flips.Values.Average()),
            turned.Sum(test => test.Disagree), measured?.TrainStepMs, measured?.TrainStepRatio, measured?.PredictMsPerImage,
            measured?.PredictRatio, measured?.PeakTrainBytes, tested.Max(test => test.MaxLogitError),
            tested.Average(test => test.TrainSeconds));
    }
}

/// <summary>results.json of a data set.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Seeds">Number of trainings of each model.</param>
/// <param name="Models">A row for each model.</param>
internal sealed record ClassifierResults(string Data, int Seeds, IReadOnlyList<ComparedClassifier> Models);

/// <summary>results.csv: a line for each data set and model, with the columns of results.json.</summary>
internal static class ResultsCsv
{
    /// <summary>Writes the file, whole or not at all.</summary>
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

    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
