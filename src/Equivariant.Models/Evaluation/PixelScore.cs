using Equivariant.Data;
using Equivariant.Metrics;

namespace Equivariant.Evaluation;

/// <summary>How good predictions of pixels are; unlabelled ones do not count. Class 1, the boundary, is what is looked
/// for.</summary>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Loss">Mean cross-entropy, probabilities kept above 1e-12.</param>
/// <param name="Accuracy">Share of pixels whose most probable class is theirs.</param>
/// <param name="Auc">Area under the ROC curve of class 1 against the others; null where one of both is absent.</param>
public sealed record PixelScore(long Pixels, double Loss, double Accuracy, double? Auc)
{
    /// <summary>Predicts the images of a set, one after the other, and scores them together.</summary>
    /// <param name="set">The images.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="predict">The probabilities of an image, [classes,H,W].</param>
    public static PixelScore Of(DenseSet set, int classes, Func<DenseImage, float[]> predict)
    {
        var (labels, scores) = (new List<int>(), new List<float>());
        var (pixels, loss, right) = (0L, 0.0, 0L);
        foreach (var image in set.Images())
        {
            var predicted = predict(image);
            var area = image.Height * image.Width;
            for (var i = 0; i < area; i++)
            {
                var label = image.Labels[i];
                if (label == DenseImage.Ignored)
                    continue;
                var best = 0;
                for (var c = 1; c < classes; c++)
                    best = predicted[(c * area) + i] > predicted[(best * area) + i] ? c : best;
                pixels++;
                right += best == label ? 1 : 0;
                loss -= Math.Log(Math.Max(predicted[(label * area) + i], 1e-12));
                labels.Add(label == 1 ? 1 : 0);
                scores.Add(predicted[area + i]);
            }
        }
        double? auc = null;
        try
        {
            auc = RocAuc.Binary([.. labels], [.. scores]);
        }
        catch (UndefinedMetricException)
        {
            // Images of one class have no curve.
        }
        return new(pixels, loss / pixels, right / (double)pixels, auc);
    }
}
