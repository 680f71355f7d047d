using Equivariant.Metrics;

namespace Equivariant.Tests.Metrics;

public class SegmentationTests
{
    [Fact]
    public void HandCountedErrors()
    {
        // Cutting an object in halves costs one bit of split, joining two objects one bit of merge.
        Assert.Equal(new VariationOfInformation(1, 0), VariationOfInformation.Of(new SegmentOverlaps([7, 7, 7, 7], [1, 1, 2, 2])));
        var joined = CremiScore.Of(new SegmentOverlaps([7, 7, 8, 8], [1, 1, 1, 1]));
        Assert.Equal(new VariationOfInformation(0, 1), joined.Information);
        // Truth pairs 4+4, joined pairs 16, shared 4+4.
        Assert.Equal(new AdaptedRand(0.5, 1), joined.Rand);
        Assert.Equal(1.0 / 3, joined.Rand.Error, 12);
        Assert.Equal(Math.Sqrt(1.0 / 3), joined.Value, 12);
    }

    [Fact]
    public void UnlabelledVoxelsDoNotCount()
    {
        var with = new SegmentOverlaps([7, 7, 8, 8, 0, 0], [1, 1, 1, 2, 2, 3]);
        var without = new SegmentOverlaps([7, 7, 8, 8], [1, 1, 1, 2]);
        Assert.Equal(VariationOfInformation.Of(without), VariationOfInformation.Of(with));
        Assert.Equal(AdaptedRand.Of(without), AdaptedRand.Of(with));
        Assert.Equal(4, with.LabelledVoxels);
    }

    [Fact]
    public void ImagesThatCannotBeComparedAreRefused()
    {
        Refused<ArgumentException>(() => new SegmentOverlaps([1], [1, 2]), "truth has 1 voxels");
        Refused<UndefinedMetricException>(() => new SegmentOverlaps([0], [1]), "nothing to compare");
    }

    [Fact]
    public void BordersFollowTheEuclideanDistance()
    {
        // One odd pixel in the middle of 5×5: it and its four neighbours are on the border.
        var ids = new ulong[25];
        ids[12] = 1;
        Assert.Equal(5, Marked(ids, 0));
        Assert.Equal(13, Marked(ids, 1));
        Assert.Equal(21, Marked(ids, Math.Sqrt(2)));
        Assert.Equal(25, Marked(ids, Math.Sqrt(5)));
        Assert.Equal(0, BorderMask.Of(new ulong[25], 1, 5, 5, 100).Count(marked => marked));
    }

    [Fact]
    public void SectionsDoNotTouchEachOther() =>
        Assert.DoesNotContain(true, BorderMask.Of([1, 1, 1, 1, 2, 2, 2, 2], 2, 2, 2, 3));

    [Fact]
    public void WrongMasksAreRefused()
    {
        Refused<ArgumentException>(() => BorderMask.Of([1], 1, 2, 2, 0), "do not fill a volume of 1×2×2");
        foreach (var distance in new[] { -1, double.NaN, double.PositiveInfinity })
            Refused<ArgumentException>(() => BorderMask.Of([1], 1, 1, 1, distance), "0 or more");
    }

    private static int Marked(ulong[] ids, double distance) => BorderMask.Of(ids, 1, 5, 5, distance).Count(marked => marked);
}
