using Equivariant.Metrics;
using Equivariant.Segmentation;

namespace Equivariant.Tests.Segmentation;

public class BoundarySegmentationTests
{
    private static readonly Grid Two = new(2, 3, 5);

    /// <summary>A wall down the middle of both sections.</summary>
    private static readonly float[] Map = [.. Enumerable.Repeat<float[]>([0, 0, 1, 0, 0], 6).SelectMany(row => row)];

    [Fact]
    public void WallsSeparateAndAreSharedOut()
    {
        var options = new SegmentationOptions { LeastSeedPixels = 1, Fill = false };
        var bare = BoundarySegmentation.Of(Map, Two, options);
        Assert.Equal(2, bare.Count);
        Assert.All(Map.Zip(bare.Labels), pixel => Assert.Equal(pixel.First == 1, pixel.Second == 0));
        var filled = BoundarySegmentation.Of(Map, Two, options with { Fill = true });
        Assert.DoesNotContain(0, filled.Labels);
        Assert.All(bare.Labels.Zip(filled.Labels), pixel => Assert.True(pixel.First == 0 || pixel.First == pixel.Second));
        Assert.Equal([1, 2, 3, 4], BoundarySegmentation.Of(Map, Two, options with { SectionBySection = true })
            .Labels.Distinct().Where(label => label != 0).Order());
    }

    [Fact]
    public void SeedsThatAreTooSmallGoToTheirNeighbours()
    {
        var options = new SegmentationOptions { LeastSeedPixels = 13 };
        Assert.Equal(0, BoundarySegmentation.Of(Map, Two, options).Count);
        Assert.Equal(2, BoundarySegmentation.Of(Map, Two, options with { LeastSeedPixels = 12 }).Count);
    }

    [Fact]
    public void WhatIsNoNumberIsRefused() => Assert.Throws<ArgumentException>(
        () => BoundarySegmentation.Of([0, float.NaN], new Grid(1, 2)));

    /// <summary>From the true membranes come the true cells.</summary>
    [Fact]
    public void TrueBoundariesGiveTrueObjects()
    {
        foreach (var image in DataSpec.OpenDense("synthetic:em?size=128&train=2&test=1").Train.Images())
        {
            var grid = new Grid(image.Height, image.Width);
            var truth = ConnectedComponents.Of([.. image.Labels.Select(label => label == 0)], grid);
            var found = BoundarySegmentation.Of([.. image.Labels.Select(label => (float)label)], grid);
            var overlaps = new SegmentOverlaps(
                [.. truth.Labels.Select(label => (ulong)label)], [.. found.Labels.Select(label => (ulong)label)]);
            Assert.InRange(AdaptedRand.Of(overlaps).Error, 0, 0.02);
            Assert.InRange(CremiScore.Of(overlaps).Value, 0, 0.1);
        }
    }
}
