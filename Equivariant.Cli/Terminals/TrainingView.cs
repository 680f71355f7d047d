using System.Globalization;
using Spectre.Console;
using static System.FormattableString;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how a training run goes: a line for every epoch and, on a terminal, a bar below.</summary>
internal static class TrainingView
{
    public static void Show(Terminal terminal, string title, Action<IProgress<TrainingProgress>> train) =>
        WorkBoard.Show(terminal, board =>
        {
            Show(board, title, train);
            return true;
        });

    /// <summary>Shows one of several trainings.</summary>
    public static void Show(WorkBoard board, string title, Action<IProgress<TrainingProgress>> train) =>
        board.Piece(title.Length > 0 ? title : "training", bar =>
        {
            train(new SynchronousProgress<TrainingProgress>(progress =>
            {
                if (progress.Finished is { } epoch)
                    board.Line(OfEpoch(title, progress, epoch));
                if (bar is null)
                    return;
                bar.Value = (progress.Epoch - 1 + ((double)progress.Step / Math.Max(1, progress.Steps))) / progress.Epochs;
                bar.Description = Markup.Escape(
                    Join(title, $"epoch {progress.Epoch}/{progress.Epochs}", Loss(progress.Loss), Speed(progress),
                        Left(progress)));
            }));
            return true;
        });

    private static string OfEpoch(string title, TrainingProgress progress, EpochReport epoch)
    {
        var width = progress.Epochs.ToString(CultureInfo.InvariantCulture).Length;
        return Join(
            title,
            $"epoch {progress.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width)}/{progress.Epochs}",
            Loss(epoch.TrainLoss),
            // Where nothing is held back, there is nothing to be best at.
            double.IsNaN(epoch.ValidationLoss) ? ""
                : Invariant($"validation: loss {epoch.ValidationLoss:0.0000}, accuracy {100 * epoch.ValidationAccuracy:0.0} %")
                    + (epoch.ValidationAuc is { } auc ? Invariant($", auc {auc:0.000}") : ""),
            Speed(progress),
            Left(progress),
            epoch.Best && !double.IsNaN(epoch.ValidationLoss) ? "best" : "");
    }

    private static string Loss(double loss) => Invariant($"loss {loss:0.0000}");

    private static string Speed(TrainingProgress progress) => Invariant($"{progress.ImagesPerSecond:#,0} images/s");

    private static string Left(TrainingProgress progress) => $"{WorkView.Duration(progress.TimeLeft)} left";

    private static string Join(params string[] parts) => string.Join("  ", parts.Where(part => part.Length > 0));
}
