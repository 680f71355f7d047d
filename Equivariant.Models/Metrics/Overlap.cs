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
    /// <summary>The overlap of every class.</summary>
    /// <param name="truth">The true class of each pixel, 0 to classes−1.</param>
    /// <param name="predicted">The predicted class of each pixel.</param>
    /// <param name="classes">The number of classes.</param>
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
