using Equivariant.Cli.Hosting;
using Equivariant.Cli.Pages;
using Equivariant.Cli.Terminals;
using Equivariant.Comparison;
using Spectre.Console;

namespace Equivariant.Cli.Dense;

/// <summary>Tests a network that labels pixels: how well it finds boundaries, and what turning the image changes.</summary>
internal static class DenseEval
{
    public static Outcome Run(Invocation invocation, DensePredictor predictor, int classes, string data, DenseSet images)
    {
        var score = WorkView.Show(invocation.Terminal, $"testing on {images.Count} images of {data}",
            progress => PixelScore.Of(images, classes, predictor, progress, cancellation: invocation.Stop));
        var differences = WorkView.Show(invocation.Terminal, "turning and mirroring the first image",
            progress => TurnedOutputs.Of(predictor, images.Load(0), progress, invocation.Stop)).Differences();
        return new Outcome(
            new
            {
                score.Pixels,
                score.Loss,
                score.Accuracy,
                score.Auc,
                score.AveragePrecision,
                dice = score.Overlap.Dice,
                iou = score.Overlap.Iou,
                turnedDifferences = differences,
            },
            terminal => Write(terminal, score, differences));
    }

    private static void Write(Terminal terminal, PixelScore score, IReadOnlyDictionary<string, double> differences)
    {
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        table.AddRow("pixels", Show.Count(score.Pixels));
        table.AddRow("pixels right", Show.Percent(score.Accuracy));
        table.AddRow("AUC of the boundary", Show.Score(score.Auc));
        table.AddRow("average precision", Show.Score(score.AveragePrecision));
        table.AddRow("Dice, IoU at ½", $"{Show.Score(score.Overlap.Dice)}, {Show.Score(score.Overlap.Iou)}");
        table.AddRow("cross-entropy", Show.Number(score.Loss, "0.0000"));
        foreach (var (element, difference) in differences.Skip(1))
            table.AddRow($"largest difference, {element}", Show.Number(difference, "0.0e+0"));
        terminal.Out.Write(table);
    }
}
