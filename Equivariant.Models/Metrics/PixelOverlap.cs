namespace Equivariant.Metrics;

/// <summary>Overlap of the pixels of class 1 with those that score at least a threshold; images are added one by one.</summary>
/// <param name="threshold">Pixels of at least this score are called class 1.</param>
public sealed class PixelOverlap(float threshold = 0.5f)
{
    private const byte Ignored = 255;

    /// <summary>The overlap of all pixels added so far; Dice and IoU are there.</summary>
    public ClassOverlap Counts { get; private set; }

    /// <summary>Adds the pixels of an image.</summary>
    /// <param name="labels">0 or 1 for each pixel; 255 where it does not count.</param>
    /// <param name="scores">The score of class 1 for each pixel.</param>
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
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1 or Ignored))
            {
                throw new ArgumentException(
                    $"Label {i} is {labels[i]}; labels are 0, 1, and {Ignored} to leave out.", nameof(labels));
            }
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"Score {i} is not a number; has the training diverged?", nameof(scores));
        }
    }
}
