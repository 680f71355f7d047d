using Equivariant.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Metrics;

public class PixelRankingTests
{
    /// <summary>Whether scores go to files in parts or not, the sums are those over all pairs.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 12)]
    public void ItAgreesWithTheMetricsInMemory(int buffered) => Prop.ForAll(
        (from count in Gen.Choose(2, 60)
         from levels in Gen.Choose(1, 12)
         from labels in Gen.Choose(0, 1).ArrayOf(count)
         from scores in Gen.Choose(-levels, levels).ArrayOf(count)
         select (labels, scores: scores.Select(s => s / 3f).ToArray())).ToArbitrary(), sample =>
    {
        using var ranking = new PixelRanking(buffered);
        byte[] labels = [.. sample.labels.Select(label => (byte)label)];
        var half = labels.Length / 2;
        ranking.Add(labels.AsSpan(0, half), sample.scores.AsSpan(0, half));
        ranking.Add(labels.AsSpan(half), sample.scores.AsSpan(half));
        if (sample.labels.Distinct().Count() < 2)
        {
            Assert.Throws<UndefinedMetricException>(() => ranking.Score());
            return;
        }
        var score = ranking.Score();
        Assert.Equal(RocAuc.Binary(sample.labels, sample.scores), score.RocAuc, 12);
        Assert.Equal(PrecisionRecallCurve.Of(sample.labels, sample.scores).AveragePrecision, score.AveragePrecision, 12);
        var curve = RocCurve.Of(sample.labels, sample.scores, dropIntermediate: false);
        Assert.Equal(curve.FalsePositiveRates, score.Curve.Select(point => point.FalsePositiveRate));
        Assert.Equal(curve.TruePositiveRates, score.Curve.Select(point => point.TruePositiveRate));

        var best = new PixelOverlap(score.BestThreshold);
        best.Add(labels, sample.scores);
        Assert.Equal(score.Best, best.Counts);
        foreach (var threshold in sample.scores)
        {
            var other = new PixelOverlap(threshold);
            other.Add(labels, sample.scores);
            Assert.True(other.Counts.Dice <= best.Counts.Dice + 1e-12);
            Assert.True(other.Counts.Iou <= best.Counts.Iou + 1e-12);
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void ScoresOfBothSignsInfinityAndZerosOfBothSignsAreOrdered()
    {
        float[] scores =
        [
            float.NegativeInfinity, -3, -float.Epsilon, 0, float.Epsilon, 1e-30f, 0.5f, float.MaxValue, float.PositiveInfinity,
        ];
        var keys = scores.Select(SortedScores.KeyOf).ToArray();
        Assert.Equal(keys.Order(), keys);
        Assert.Equal(scores.Length, keys.Distinct().Count());
        Assert.Equal(SortedScores.KeyOf(0f), SortedScores.KeyOf(-0f));
        Assert.Equal(scores, keys.Select(SortedScores.ScoreOf));
    }

    [Fact]
    public void PixelsThatNobodyLabelledDoNotCount()
    {
        using var ranking = new PixelRanking(4);
        ranking.Add([1, 255, 0, 255], [0.9f, 0, 0.1f, 1]);
        Assert.Equal((1, 1), (ranking.Positives, ranking.Negatives));
        Assert.Equal(1, ranking.Score().RocAuc);
        var overlap = new PixelOverlap();
        overlap.Add([1, 255, 0, 255], [0.9f, 0, 0.5f, 1]);
        Assert.Equal(new ClassOverlap(1, 1, 2), overlap.Counts);
    }

    [Fact]
    public void MemoryDoesNotGrowWithThePixels()
    {
        const int Batch = 20_000, Batches = 200, Buffered = 50_000;
        using var ranking = new PixelRanking(Buffered);
        var (labels, scores) = (new byte[Batch], new float[Batch]);
        var rng = new Rng(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var i = 0; i < Batch; i++)
                (labels[i], scores[i]) = ((byte)rng.NextInt(2), (float)rng.NextDouble());
            ranking.Add(labels, scores);
        }
        Assert.Equal(Batch * Batches, ranking.Positives + ranking.Negatives);
        // The scores alone would be 16 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        before = GC.GetAllocatedBytesForCurrentThread();
        var score = ranking.Score(100);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.InRange(score.RocAuc, 0.497, 0.503);
        Assert.InRange(score.Curve.Count, 50, 210);
    }

    [Fact]
    public void WrongInputIsNamed()
    {
        using var ranking = new PixelRanking();
        Refused<ArgumentException>(() => ranking.Add([1, 0], [1]), "2 labels");
        Refused<ArgumentException>(() => ranking.Add([1, 2], [1, 1]), "Label 1 is 2");
        Refused<ArgumentException>(() => ranking.Add([1, 0], [1, float.NaN]), "diverged");
        Assert.Throws<UndefinedMetricException>(() => ranking.Score());
    }
}
