using Equivariant.Segmentation;
using FsCheck;
using FsCheck.Fluent;
using static Equivariant.Tests.Support.Refusal;

namespace Equivariant.Tests.Segmentation;

public class WatershedTests
{
    [Fact]
    public void WaterMeetsOnTheRidge()
    {
        float[] heights = [0, 1, 2, 5, 2, 1, 0];
        Assert.Equal([1, 1, 1, 1, 2, 2, 2], Watershed.Flood(heights, [1, 0, 0, 0, 0, 0, 2], new Grid(1, 7)));
        // One seed takes all, whatever the heights.
        Assert.Equal([0, 3, 3, 3, 3, 0, 0], Watershed.Flood(
            heights, [0, 0, 3, 0, 0, 0, 0], new Grid(1, 7), mask: [false, true, true, true, true, false, true]));
    }

    [Fact]
    public void WaterDoesNotRunOverAWallBeforeItMust()
    {
        // A low valley behind a wall belongs to the seed whose water comes over the lower pass.
        float[] heights = [0, 9, 1, 1, 4, 0];
        Assert.Equal([1, 1, 2, 2, 2, 2], Watershed.Flood(heights, [1, 0, 0, 0, 0, 2], new Grid(1, 6)));
    }

    /// <summary>
    /// The law of flooding: each pixel's object is one that reaches it over the lowest possible pass, and objects are connected.
    /// </summary>
    [Theory]
    [InlineData(1, Connectivity.Sides)]
    [InlineData(2, Connectivity.Corners)]
    public void EachPixelGoesToASeedOfTheLowestPass(int depth, Connectivity connectivity) => Prop.ForAll(
        (from heights in Gen.Choose(0, 6).ArrayOf(depth * 30)
         from seeds in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(1, 4))).ArrayOf(depth * 30)
         select (heights: heights.Select(h => (float)h).ToArray(), seeds)).ToArbitrary(), sample =>
    {
        var grid = new Grid(depth, 5, 6);
        var labels = Watershed.Flood(sample.heights, sample.seeds, grid, connectivity);
        if (sample.seeds.All(seed => seed == 0))
        {
            Assert.All(labels, label => Assert.Equal(0, label));
            return;
        }
        var passes = Enumerable.Range(0, 5)
            .Select(seed => Passes(sample.heights, sample.seeds, seed, grid, connectivity)).ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            Assert.NotEqual(0, labels[i]);
            if (sample.seeds[i] != 0)
                Assert.Equal(sample.seeds[i], labels[i]);
            else
                Assert.Equal(Enumerable.Range(1, 4).Min(seed => passes[seed][i]), passes[labels[i]][i]);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void WrongInputIsNamed()
    {
        Assert.Throws<ArgumentException>(() => Watershed.Flood([1, 2], [0, 1], new Grid(1, 3)));
        Refused<ArgumentException>(() => Watershed.Flood([1, float.NaN], [0, 1], new Grid(1, 2)), "not a number");
        Refused<ArgumentException>(() => Watershed.Flood([1, 2], [0, -1], new Grid(1, 2)), "-1");
    }

    /// <summary>For each pixel the lowest height that water from a seed must rise to (Bellman and Ford).</summary>
    private static float[] Passes(float[] heights, int[] seeds, int seed, Grid grid, Connectivity connectivity)
    {
        var pass = heights.Select((height, i) => seeds[i] == seed ? height : float.PositiveInfinity).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var a = 0; a < pass.Length; a++)
            {
                for (var b = 0; b < pass.Length; b++)
                {
                    // Another seed's pixel is never passed.
                    if (seeds[b] != 0 || !ConnectedComponentsTests.Touch(grid, a, b, connectivity))
                        continue;
                    var over = Math.Max(pass[a], heights[b]);
                    if (over < pass[b])
                        (pass[b], changed) = (over, true);
                }
            }
        }
        return pass;
    }
}
