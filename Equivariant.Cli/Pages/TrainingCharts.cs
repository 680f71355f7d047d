using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>Charts of the loss and the scores over the epochs.</summary>
internal static class TrainingCharts
{
    /// <summary>Loss on training and validation images.</summary>
    public static LineChart Loss(string title, IReadOnlyList<EpochReport> epochs) =>
        new(title, Axis.Count("epoch"), Axis.Number("loss"),
    [
        new("training", Over(epochs, epoch => epoch.TrainLoss)),
        new("validation", Over(epochs, epoch => epoch.ValidationLoss)),
    ]);

    /// <summary>Scores on the validation images.</summary>
    public static LineChart Scores(string title, IReadOnlyList<EpochReport> epochs) => new(title,
        Axis.Count("epoch"), Axis.Percent("on validation images"),
        [
            new("accuracy", Over(epochs, epoch => epoch.ValidationAccuracy)),
            new("AUC", Over(epochs, epoch => epoch.ValidationAuc ?? double.NaN)),
        ]);

    private static (double, double)[] Over(IReadOnlyList<EpochReport> epochs, Func<EpochReport, double> value) =>
        [.. epochs.Select(epoch => ((double)epoch.Epoch, value(epoch)))];
}
