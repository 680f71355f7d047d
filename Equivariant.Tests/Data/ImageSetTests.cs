using Equivariant.Metrics;

namespace Equivariant.Tests.Data;

public class ImageSetTests
{
    [Fact]
    public void BytesBecome0To1AndFloatsStayAsTheyAre()
    {
        var set = ImageSet.FromBytes("s", new byte[] { 0, 51, 102, 255 }, [1, 2, 2], new[] { 1 }, Sets.TwoClasses);
        Assert.Equal([0, 0.2f, 0.4f, 1], Sets.Image(set, 0));
        Assert.Equal([0, 51, 102, 255], set.BytesOf(0).ToArray());
        Assert.False(set.IsFloat);
        set = ImageSet.FromFloats("s", new[] { -3f, 7, 0, 1 }, [1, 2, 2], new[] { 1 }, Sets.TwoClasses);
        Assert.Equal([-3, 7, 0, 1], Sets.Image(set, 0));
        Assert.Throws<InvalidOperationException>(() => set.BytesOf(0).Length);
    }

    [Fact]
    public void ARangeIsThoseImages()
    {
        var set = Sets.Grey(10);
        var part = set.Range(3, 4, "part");
        Assert.Equal((4, "part"), (part.Count, part.Name));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Sets.Image(set, 3 + i), Sets.Image(part, i));
            Assert.Equal(set.LabelOf(3 + i), part.LabelOf(i));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Range(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.LabelOf(4));
    }

    [Fact]
    public void ClassesAreCounted()
    {
        Assert.Equal([3, 2], Sets.Grey(5).CountByClass());
        var multi = new LabelInfo(LabelTask.MultiLabel, 3);
        var set = ImageSet.FromBytes("m", new byte[8], [1, 2, 2], new[] { 1, 0, 1, 1, 0, 0 }, multi);
        Assert.Equal([2, 0, 1], set.CountByClass());
        Assert.Equal([1, 0, 0], set.LabelsOf(1).ToArray());
        Assert.Throws<InvalidOperationException>(() => set.LabelOf(0));
    }

    [Theory]
    [InlineData(7, new[] { 0, 1 }, "7 pixel values")]
    [InlineData(8, new[] { 0, 2 }, "image 1 has the label 2")]
    [InlineData(8, new[] { -1, 1 }, "image 0 has the label -1")]
    [InlineData(8, new[] { 0 }, "1 labels")]
    [InlineData(0, new int[0], "no images")]
    public void WhatDoesNotFitIsRefused(int pixels, int[] labels, string reason) =>
        Refused<DataException>(() => ImageSet.FromBytes("s", new byte[pixels], [1, 2, 2], labels, Sets.TwoClasses), reason);

    [Fact]
    public void ImpossibleShapesClassesAndValuesAreRefused()
    {
        void Impossible(Shape shape, LabelInfo info, string reason) => Refused<DataException>(
            () => ImageSet.FromBytes("s", new byte[4], shape, new[] { 0 }, info), reason);
        Impossible([2, 2], Sets.TwoClasses, "[C,H,W] or [C,D,H,W]");
        Impossible([1, 0, 2], Sets.TwoClasses, "without empty axes");
        Impossible([1, 2, 2], new LabelInfo(LabelTask.MultiClass, 1), "1 classes are no MultiClass task");
        Impossible([1, 2, 2], new LabelInfo(LabelTask.BinaryClass, 3), "3 classes are no BinaryClass task");
        Impossible([1, 2, 2], Sets.TwoClasses with { ClassNames = ["one"] }, "1 class names for 2 classes");
        Refused<DataException>(
            () => ImageSet.FromFloats("s", new[] { 0, 0, 0, 0, 0, float.NaN, 0, 0 }, [1, 2, 2], new[] { 0, 1 }, Sets.TwoClasses),
            "image 1");
    }

    [Fact]
    public void SplitsMustBeAlike() => Refused<DataException>(
        () => new DataSplits("s", "", "", Sets.Grey(4), Sets.Grey(4), Sets.Grey(4, size: 5)), "the splits differ");
}
