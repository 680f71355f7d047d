using Equivariant.Cli.Pages;
using Equivariant.Comparison;

namespace Equivariant.Cli.Dense;

/// <summary>Tests a network that labels pixels: how well it finds boundaries, and what turning the image changes.</summary>
internal static class DenseEval
{
    public static Outcome Run(Invocation invocation, DensePredictor predictor, int classes, string data, DenseSet images)
    {
        var score = WorkView.Show(invocation.Terminal, $"testing on {images.Count} images of {data}",
            progress => PixelScore.Of(images, classes, predictor, progress, invocation.Stop));
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
            terminal => terminal.WriteTable(["", ""],
            [
                ["pixels", Show.Count(score.Pixels)],
                ["pixels right", Show.Percent(score.Accuracy)],
                ["AUC of the boundary", Show.Score(score.Auc)],
                ["average precision", Show.Score(score.AveragePrecision)],
                ["Dice, IoU at ½", $"{Show.Score(score.Overlap.Dice)}, {Show.Score(score.Overlap.Iou)}"],
                ["cross-entropy", Show.Number(score.Loss, "0.0000")],
                .. differences.Skip(1).Select(pair =>
                    (string[])[$"largest difference, {pair.Key}", Show.Number(pair.Value, "0.0e+0")]),
            ]));
    }
}
