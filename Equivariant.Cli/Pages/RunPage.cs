using System.Globalization;
using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>A test to be shown with a run, and the split of a data set that it was made on.</summary>
internal sealed record TestShown(string Data, string Split, ImageSet Images, RotationTest Result);

/// <summary>The report of one run: its settings, how training went and, once tested, how it holds when images turn.</summary>
internal static class RunPage
{
    public static HtmlReport Of(TrainConfig config, Module network, IReadOnlyList<EpochReport> epochs, TestShown? test = null)
    {
        var report = new HtmlReport($"{network.Description} on {config.Data}",
            $"{Show.Count(network.ParameterCount)} parameters, {epochs.Count} epochs, images of {config.InputSize} pixels.");
        if (test is not null)
            AddTest(report, test);
        if (epochs.Count > 0)
            report.Section("Training", [.. Charts(epochs)]);
        return report.Section("Settings", new Table("config.json", ["setting", "value"], [.. Settings(config)]));
    }

    private static void AddTest(HtmlReport report, TestShown test)
    {
        var result = test.Result;
        Series[] curve = [Series.ByAngle("this network", result.ByAngle)];
        report.Add(new KeyFigures(
            (Show.Percent(result.Upright.Accuracy), "accuracy, upright"),
            (Show.Score(result.Upright.Auc), "AUC, upright"),
            (Show.Percent(result.MeanAccuracy), "accuracy, mean over all angles"),
            (result.AgreeAtRightAngles ? "yes" : $"no, {result.DisagreeAtRightAngles} differ", "same at 0°, 90°, 180°, 270°")));
        report.Section($"Test on {Show.Count(test.Images.Count)} {test.Split} images of {test.Data}",
            new LineChart("Accuracy when the images turn", Axis.Degrees("angle of the images"), Axis.Percent("accuracy"), curve),
            new SideBySide(
                new PolarChart("The same, as a turn", Axis.Percent("accuracy"), curve),
                new Table("Numbers", ["measure", "value"], [.. Numbers(result)])));
        if (result.Upright.Confusion is { } confusion && confusion.Length <= 20)
            report.Section("Confusion, upright", Confusion(confusion, test.Images.Labels));
    }

    private static IEnumerable<LineChart> Charts(IReadOnlyList<EpochReport> epochs)
    {
        yield return new("Loss", Axis.Count("epoch"), Axis.Number("loss"),
        [
            Curve("training", epoch => epoch.TrainLoss),
            Curve("validation", epoch => epoch.ValidationLoss),
        ]);
        if (epochs.Any(epoch => !double.IsNaN(epoch.ValidationAccuracy)))
        {
            yield return new("Scores on the validation images", Axis.Count("epoch"), Axis.Percent("on validation images"),
            [
                Curve("accuracy", epoch => epoch.ValidationAccuracy),
                Curve("AUC", epoch => epoch.ValidationAuc ?? double.NaN),
            ]);
        }

        Series Curve(string name, Func<EpochReport, double> value) =>
            new(name, [.. epochs.Select(epoch => ((double)epoch.Epoch, value(epoch)))]);
    }

    private static IEnumerable<string[]> Numbers(RotationTest test)
    {
        yield return ["accuracy, upright", Show.Percent(test.Upright.Accuracy)];
        yield return ["AUC, upright", Show.Score(test.Upright.Auc)];
        yield return ["balanced accuracy, upright", Show.Percent(test.Upright.BalancedAccuracy ?? double.NaN)];
        yield return ["macro F1, upright", Show.Score(test.Upright.MacroF1)];
        yield return ["accuracy, turned: mean", Show.Percent(test.MeanAccuracy)];
        yield return ["accuracy, turned: standard deviation", Show.Percent(test.SdAccuracy)];
        foreach (var (name, accuracy) in test.Flips)
            yield return [$"accuracy, {name}", Show.Percent(accuracy)];
    }

    private static Table Confusion(long[][] confusion, LabelInfo labels) => new(
        "True class by predicted class", ["true \\ predicted", .. Enumerable.Range(0, confusion.Length).Select(labels.NameOf)],
        [.. confusion.Select((row, truth) => (IReadOnlyList<string>)[labels.NameOf(truth), .. row.Select(Show.Count)])]);

    private static IEnumerable<string[]> Settings(TrainConfig config)
    {
        yield return ["data", config.Data];
        yield return ["input size", Text(config.InputSize)];
        yield return ["augmentation", config.Augment.Length > 0 ? config.Augment : "none"];
        yield return ["epochs, at most", Text(config.Epochs)];
        yield return ["batch size", Text(config.BatchSize)];
        yield return ["optimizer", config.Optimizer];
        yield return ["learning rate", $"{Text(config.LearningRate)}, {config.Schedule}"];
        yield return ["weight decay", Text(config.WeightDecay)];
        yield return ["best checkpoint by", $"validation {config.SelectBy}"];
        yield return ["seed", Text(config.Seed)];
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
