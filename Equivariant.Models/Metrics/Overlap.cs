namespace Equivariant.Metrics;

/// <summary>How the pixels or voxels of one class in two label images overlap.</summary>
/// <param name="Intersection">Pixels of the class in both.</param>
/// <param name="Truth">Pixels of the class in the truth.</param>
/// <param name="Predicted">Pixels of the class in the prediction.</param>
public readonly record struct ClassOverlap(long Intersection, long Truth, long Predicted)
{
    /// <summary>Sørensen and Dice's coefficient 2·|A∩B| / (|A|+|B|); null where the class is in neither image.</summary>
    public double? Dice => Truth + Predicted == 0 ? null : 2.0 * Intersection / (Truth + Predicted);

    /// <summary>Intersection over union, Jaccard's index; null where the class is in neither image.</summary>
    public double? Iou => Truth + Predicted == 0 ? null : (double)Intersection / (Truth + Predicted - Intersection);
}

/// <summary>Overlap of two label images, class by class.</summary>
public static class Overlap
{
    /// <summary>The overlap of every class from 0 to classes−1.</summary>
    /// <exception cref="ArgumentException">No pixels, lengths differ, or a class is out of range.</exception>
    public static ClassOverlap[] PerClass(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes)
    {
        var matrix = new ConfusionMatrix(truth, predicted, classes);
        return [.. Enumerable.Range(0, classes).Select(c =>
            new ClassOverlap(matrix[c, c], matrix.TruthOf(c), matrix.PredictedAs(c)))];
    }

    /// <summary>The mean Dice coefficient over the classes that occur in either image.</summary>
    public static double MeanDice(IEnumerable<ClassOverlap> overlaps) => overlaps.Average(overlap => overlap.Dice)!.Value;

    /// <summary>The mean intersection over union over the classes that occur in either image.</summary>
    public static double MeanIou(IEnumerable<ClassOverlap> overlaps) => overlaps.Average(overlap => overlap.Iou)!.Value;
}

/// <summary>Overlap of the pixels of class 1 with those that score at least a threshold; images are added one by one.</summary>
/// <param name="threshold">Pixels of at least this score are called class 1.</param>
public sealed class PixelOverlap(float threshold = 0.5f)
{
    private const byte Ignored = 255;

    /// <summary>The overlap of all pixels added so far; Dice and IoU are there.</summary>
    public ClassOverlap Counts { get; private set; }

    /// <summary>Adds the pixels of an image: a label for each, 0, 1, or 255 where it does not count, and the score of class
    /// 1.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a label is another number, or a score is not a number.</exception>
    public void Add(ReadOnlySpan<byte> labels, ReadOnlySpan<float> scores)
    {
        Check(labels, scores);
        var (both, truth, predicted) = (Counts.Intersection, Counts.Truth, Counts.Predicted);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == Ignored)
                continue;
            var (is1, called1) = (labels[i] == 1 ? 1 : 0, scores[i] >= threshold ? 1 : 0);
            (both, truth, predicted) = (both + (is1 & called1), truth + is1, predicted + called1);
        }
        Counts = new ClassOverlap(both, truth, predicted);
    }

    internal static void Check(ReadOnlySpan<byte> labels, ReadOnlySpan<float> scores)
    {
        if (labels.Length != scores.Length)
            throw new ArgumentException($"{labels.Length} labels do not fit {scores.Length} scores.", nameof(scores));
        var wrong = labels.IndexOfAnyExcept((byte)0, (byte)1, Ignored);
        if (wrong >= 0)
            throw new ArgumentException(
                $"Label {wrong} is {labels[wrong]}; labels are 0, 1, and {Ignored} to leave out.", nameof(labels));
        MetricInput.CheckNumbers(scores);
    }
}
