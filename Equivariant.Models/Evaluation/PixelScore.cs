using Equivariant.Data;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>Scores of predictions for pixels. Unlabelled pixels do not count; class 1, the boundary, is the positive
/// class.</summary>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Loss">Mean cross-entropy, probabilities kept above 1e-12.</param>
/// <param name="Accuracy">Share of pixels whose most probable class is theirs.</param>
/// <param name="Auc">Area under the ROC curve of class 1 against the others; null where one of both is absent.</param>
/// <param name="AveragePrecision">Mean precision over all recalls of class 1; null where the AUC is.</param>
/// <param name="Overlap">Class 1 where its probability is above ½, with Dice and IoU.</param>
/// <param name="Curve">Points of the ROC and precision-recall curves; none where the AUC is null.</param>
public sealed record PixelScore(
    long Pixels, double Loss, double Accuracy, double? Auc, double? AveragePrecision, ClassOverlap Overlap,
    IReadOnlyList<RankingPoint> Curve)
{
    /// <summary>About how many points of the curves are kept.</summary>
    private const int CurvePoints = 200;

    /// <summary>Scores a predictor on the images of a set, one after the other. The progress is the share done, 0 to 1.</summary>
    public static PixelScore Of(DenseSet set, int classes, DensePredictor predictor, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        using var ranking = new PixelRanking();
        var overlap = new PixelOverlap();
        var (done, pixels, loss, right) = (0.0, 0L, 0.0, 0L);
        foreach (var image in set.Images())
        {
            var predicted = predictor.Predict(image, null, cancellation);
            progress?.Report(++done / set.Count);
            var area = image.Height * image.Width;
            for (var i = 0; i < area; i++)
            {
                var label = image.Labels[i];
                if (label == DenseImage.Ignored)
                    continue;
                pixels++;
                right += DensePredictor.BestClass(predicted, area, i) == label ? 1 : 0;
                loss -= Math.Log(Math.Max(predicted[(label * area) + i], 1e-12));
            }
            var boundary = classes == 2 ? image.Labels
                : Array.ConvertAll(image.Labels, label => label is 1 or DenseImage.Ignored ? label : (byte)0);
            ranking.Add(boundary, predicted.AsSpan(area, area));
            overlap.Add(boundary, predicted.AsSpan(area, area));
        }
        var ranked = ranking.Positives > 0 && ranking.Negatives > 0 ? ranking.Score(CurvePoints) : null;
        return new(pixels, loss / pixels, right / (double)pixels, ranked?.RocAuc, ranked?.AveragePrecision, overlap.Counts,
            ranked?.Curve ?? []);
    }
}
