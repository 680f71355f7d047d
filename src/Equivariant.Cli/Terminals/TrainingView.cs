using System.Globalization;
using Equivariant.Training;
using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how a training run goes: a line for every epoch and, on a terminal, a bar below.</summary>
internal static class TrainingView
{
    /// <summary>Runs the training and shows it.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="title">What stands before the bar; empty for none.</param>
    /// <param name="train">The training; it tells how far it is.</param>
    public static void Show(Terminal terminal, string title, Action<IProgress<TrainingProgress>> train)
    {
        if (!terminal.Live)
        {
            train(new Direct<TrainingProgress>(progress => WriteEpoch(terminal, title, progress)));
            return;
        }
        terminal.Progress.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask(title.Length > 0 ? Markup.Escape(title) : "training", maxValue: 1);
                train(new Direct<TrainingProgress>(progress =>
                {
                    WriteEpoch(terminal, title, progress);
                    bar.Value = (progress.Epoch - 1 + ((double)progress.Step / Math.Max(1, progress.Steps))) / progress.Epochs;
                    bar.Description = Markup.Escape(
                        Join(title, $"epoch {progress.Epoch}/{progress.Epochs}", Loss(progress.Loss), Speed(progress),
                            Left(progress)));
                }));
            });
    }

    private static void WriteEpoch(Terminal terminal, string title, TrainingProgress progress)
    {
        if (progress.Finished is not { } epoch)
            return;
        var width = progress.Epochs.ToString(CultureInfo.InvariantCulture).Length;
        var line = Join(
            title,
            $"epoch {progress.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width)}/{progress.Epochs}",
            Loss(epoch.TrainLoss),
            // Where nothing is held back, there is nothing to be best at.
            double.IsNaN(epoch.ValidationLoss) ? ""
                : Text($"validation: loss {epoch.ValidationLoss:0.0000}, accuracy {100 * epoch.ValidationAccuracy:0.0} %")
                    + (epoch.ValidationAuc is { } auc ? Text($", auc {auc:0.000}") : ""),
            Speed(progress),
            Left(progress),
            epoch.Best && !double.IsNaN(epoch.ValidationLoss) ? "best" : "");
        // Above the bar a line breaks where the terminal ends; in a file it stays whole.
        if (terminal.Live)
            terminal.Progress.WriteLine(line);
        else
            terminal.Error.WriteLine(line);
    }

    private static string Loss(double loss) => Text($"loss {loss:0.0000}");

    private static string Speed(TrainingProgress progress) => Text($"{progress.ImagesPerSecond:#,0} images/s");

    private static string Left(TrainingProgress progress) => $"{WorkView.Duration(progress.TimeLeft)} left";

    private static string Join(params string[] parts) => string.Join("  ", parts.Where(part => part.Length > 0));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
