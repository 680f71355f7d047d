using Equivariant.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Metrics;

public class RankingTests
{
    // Few distinct scores, so that ties are common; both classes are always there.
    private static Arbitrary<(int[] Labels, float[] Scores)> Samples =>
        (from pairs in (from label in Gen.Choose(0, 1) from score in Gen.Choose(-4, 4) select (label, score)).ListOf()
         from first in Gen.Choose(-4, 4)
         from second in Gen.Choose(-4, 4)
         let all = pairs.Prepend((1, first)).Prepend((0, second)).ToArray()
         select (Array.ConvertAll(all, p => p.Item1), Array.ConvertAll(all, p => p.Item2 / 4f))).ToArbitrary();

    [Fact]
    public void TheAreaIsTheShareOfPairsWon() => Prop.ForAll(Samples, s =>
    {
        double won = 0, pairs = 0;
        for (var i = 0; i < s.Labels.Length; i++)
            for (var j = 0; j < s.Labels.Length; j++)
                if (s.Labels[i] == 1 && s.Labels[j] == 0)
                {
                    pairs++;
                    won += s.Scores[i] > s.Scores[j] ? 1 : s.Scores[i] == s.Scores[j] ? 0.5 : 0;
                }
        return RocAuc.Binary(s.Labels, s.Scores) == won / pairs;
    }).QuickCheckThrowOnFailure();

    /// <summary>The curve encloses it, with and without intermediate points; negated scores turn it over; the order of the
    /// samples does not matter.</summary>
    [Fact]
    public void LawsOfTheArea() => Prop.ForAll(Samples, s =>
    {
        var area = RocAuc.Binary(s.Labels, s.Scores);
        Assert.Equal(area, Area(RocCurve.Of(s.Labels, s.Scores)), 1e-12);
        Assert.Equal(area, Area(RocCurve.Of(s.Labels, s.Scores, dropIntermediate: false)), 1e-12);
        Assert.Equal(1 - area, RocAuc.Binary(s.Labels, Array.ConvertAll(s.Scores, x => -x)), 1e-12);
        Assert.Equal(area, RocAuc.Binary([.. s.Labels.Reverse()], [.. s.Scores.Reverse()]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void PerfectAndWorstRankings()
    {
        Assert.Equal(1, RocAuc.Binary([0, 0, 1], [0.1f, 0.2f, 0.3f]));
        Assert.Equal(0, RocAuc.Binary([1, 1, 0], [0.1f, 0.2f, 0.3f]));
        Assert.Equal(0.5, RocAuc.Binary([1, 0], [0.3f, 0.3f]));
        Assert.Equal(1, PrecisionRecallCurve.Of([0, 1], [0, 1]).AveragePrecision);
    }

    [Fact]
    public void AnAbsentClassIsNamed()
    {
        Refused<UndefinedMetricException>(() => RocAuc.Binary([1, 1], [0, 1]), "all 2 samples are positive");
        Refused<UndefinedMetricException>(() => RocCurve.Of([0, 0], [0, 1]), "needs samples of both classes");
        Refused<UndefinedMetricException>(() => PrecisionRecallCurve.Of([0, 0], [0, 1]), "none of the 2 samples");
        Refused<UndefinedMetricException>(
            () => RocAuc.MultiClass([0, 1], [1, 0, 0, 0, 1, 0], 3), "class 2 is undefined: none of the 2");
    }

    [Fact]
    public void WrongInputIsRefusedWithTheReason()
    {
        Refused<ArgumentException>(() => RocAuc.Binary([1, 0], [0]), "2 labels do not fit 1 scores");
        Refused<ArgumentException>(() => RocAuc.Binary([1, 2], [0, 1]), "binary labels are 0 and 1");
        Refused<ArgumentException>(() => RocAuc.Binary([1, 0], [0, float.NaN]), "not a number");
        Refused<ArgumentException>(() => RocAuc.Binary([], []), "at least one sample");
        Refused<ArgumentException>(() => RocAuc.MultiClass([0, 2], [1, 0, 0, 1], 2), "classes are 0 to 1");
        Refused<ArgumentException>(() => RocAuc.MultiClass([0, 1], [1, 0, 0], 2), "need 4 scores, not 3");
    }

    private static double Area(RocCurve curve) => Enumerable.Range(1, curve.Thresholds.Count - 1).Sum(i =>
        (curve.FalsePositiveRates[i] - curve.FalsePositiveRates[i - 1])
        * (curve.TruePositiveRates[i] + curve.TruePositiveRates[i - 1]) / 2);
}
