namespace Equivariant.Metrics;

/// <summary>
/// Ranking metrics of any number of pixels: the area under the ROC curve and average precision, exact also for ties, and the best
/// Dice and IoU over all thresholds. Images are added one by one. Memory is bounded whatever their number: twice the buffer of
/// four bytes a score, and 64 KiB for each buffer that was filled; the scores themselves, four bytes each, wait in temporary
/// files once a buffer is full. The default of 8 million scores a buffer takes 64 MiB.
/// </summary>
public sealed class PixelRanking : IDisposable
{
    private readonly SortedScores positives, negatives;

    /// <summary>A ranking without pixels that keeps so many scores of each class in memory.</summary>
    public PixelRanking(int bufferedScores = 1 << 23)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferedScores, 1);
        (positives, negatives) = (new SortedScores(bufferedScores), new SortedScores(bufferedScores));
    }

    /// <summary>Pixels of class 1 that were added.</summary>
    public long Positives => positives.Count;

    /// <summary>Pixels of class 0 that were added.</summary>
    public long Negatives => negatives.Count;

    /// <summary>Adds the pixels of an image as <see cref="PixelOverlap.Add"/>.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a label is another number, or a score is not a number.</exception>
    /// <exception cref="IOException">A temporary file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> labels, ReadOnlySpan<float> scores)
    {
        PixelOverlap.Check(labels, scores);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 1)
                positives.Add(SortedScores.KeyOf(scores[i]));
            else if (labels[i] == 0)
                negatives.Add(SortedScores.KeyOf(scores[i]));
        }
    }

    /// <summary>The metrics of all pixels added so far, with about so many points of the curves, and always both ends.</summary>
    /// <exception cref="UndefinedMetricException">The pixels are all of one class.</exception>
    public RankingScore Score(int points = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (Positives == 0 || Negatives == 0)
        {
            throw new UndefinedMetricException(
                $"Ranking metrics need pixels of both classes; there are {Positives} of class 1 and {Negatives} of class 0.");
        }
        Int128 twice = 0;
        long truePositives = 0, falsePositives = 0, untilNext = 0;
        var (precision, best, bestThreshold) = (0.0, new ClassOverlap(0, Positives, 0), float.PositiveInfinity);
        var curve = new List<RankingPoint> { new(float.PositiveInfinity, 0, 0, 1) };
        var spacing = Math.Max(1, (Positives + Negatives) / points);
        foreach (var (key, ofPositives, ofNegatives) in Steps())
        {
            // A tie adds its area as a trapezoid: half of its pairs are won.
            twice += (Int128)ofNegatives * ((2 * truePositives) + ofPositives);
            (truePositives, falsePositives) = (truePositives + ofPositives, falsePositives + ofNegatives);
            var atLeast = truePositives + falsePositives;
            precision += ofPositives / (double)Positives * (truePositives / (double)atLeast);
            var overlap = new ClassOverlap(truePositives, Positives, atLeast);
            var threshold = SortedScores.ScoreOf(key);
            if (overlap.Dice > best.Dice)
                (best, bestThreshold) = (overlap, threshold);
            if (atLeast < untilNext && atLeast < Positives + Negatives)
                continue;
            untilNext = atLeast + spacing;
            curve.Add(new RankingPoint(threshold, (double)falsePositives / Negatives, (double)truePositives / Positives,
                (double)truePositives / atLeast));
        }
        return new RankingScore((double)twice / (2.0 * Positives * Negatives), precision, best, bestThreshold, curve);
    }

    /// <summary>Removes the temporary files.</summary>
    public void Dispose()
    {
        positives.Dispose();
        negatives.Dispose();
    }

    /// <summary>The distinct scores from the highest down, with the pixels of each class that have them.</summary>
    private IEnumerable<(uint Key, long Positives, long Negatives)> Steps()
    {
        using var of1 = positives.Descending().GetEnumerator();
        using var of0 = negatives.Descending().GetEnumerator();
        var (has1, has0) = (of1.MoveNext(), of0.MoveNext());
        while (has1 || has0)
        {
            var key = Math.Max(has1 ? of1.Current.Key : 0, has0 ? of0.Current.Key : 0);
            var (count1, count0) = (0L, 0L);
            if (has1 && of1.Current.Key == key)
                (count1, has1) = (of1.Current.Count, of1.MoveNext());
            if (has0 && of0.Current.Key == key)
                (count0, has0) = (of0.Current.Count, of0.MoveNext());
            yield return (key, count1, count0);
        }
    }
}

/// <summary>How well scores rank the pixels of two classes.</summary>
/// <param name="RocAuc">The chance that a pixel of class 1 outscores one of class 0, ties counting one half.</param>
/// <param name="AveragePrecision">Σ (Rₙ − Rₙ₋₁) Pₙ over all distinct scores: the area under precision against recall.</param>
/// <param name="Best">The overlap at the threshold of the best Dice coefficient, which is also that of the best IoU.</param>
/// <param name="BestThreshold">Pixels of at least this score are class 1 there.</param>
/// <param name="Curve">Points of the ROC curve and of precision against recall, from the highest threshold down.</param>
public sealed record RankingScore(
    double RocAuc, double AveragePrecision, ClassOverlap Best, float BestThreshold, IReadOnlyList<RankingPoint> Curve);

/// <summary>What calling pixels of at least a score class 1 gives.</summary>
/// <param name="Threshold">The score; infinite for the first point, which calls none.</param>
/// <param name="FalsePositiveRate">The share of class 0 that is called 1.</param>
/// <param name="TruePositiveRate">The share of class 1 that is called 1: recall.</param>
/// <param name="Precision">The share of class 1 among what is called 1; 1 where nothing is.</param>
public readonly record struct RankingPoint(
    float Threshold, double FalsePositiveRate, double TruePositiveRate, double Precision);
