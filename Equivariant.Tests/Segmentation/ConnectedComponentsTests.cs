using Equivariant.Segmentation;
using FsCheck;
using FsCheck.Fluent;
using static Equivariant.Tests.Support.Refusal;

namespace Equivariant.Tests.Segmentation;

public class ConnectedComponentsTests
{
    [Fact]
    public void CornersConnectOnlyWhereTheyShould()
    {
        bool[] mask = [.. ("101" + "010" + "110").Select(cell => cell == '1')];
        var sides = ConnectedComponents.Of(mask, new Grid(3, 3));
        Assert.Equal([1, 0, 2, 0, 3, 0, 3, 3, 0], sides.Labels);
        Assert.Equal(3, sides.Count);
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 1, 0], ConnectedComponents.Of(mask, new Grid(3, 3), Connectivity.Corners).Labels);
        var large = sides.WithoutSmall(2);
        Assert.Equal([0, 0, 0, 0, 1, 0, 1, 1, 0], large.Labels);
        Assert.Equal(1, large.Count);
    }

    [Fact]
    public void SectionsOfAVolumeTouch()
    {
        bool[] mask = [true, false, false, false, true, false, false, true];
        Assert.Equal(2, ConnectedComponents.Of(mask, new Grid(2, 2, 2)).Count);
        Assert.Equal(1, ConnectedComponents.Of(mask, new Grid(2, 2, 2), Connectivity.Corners).Count);
    }

    /// <summary>Two pixels are of one object exactly when a path of touching mask pixels joins them.</summary>
    [Theory]
    [InlineData(1, Connectivity.Sides)]
    [InlineData(1, Connectivity.Corners)]
    [InlineData(3, Connectivity.Sides)]
    [InlineData(3, Connectivity.Corners)]
    public void ObjectsAreWhatAFloodFillFinds(int depth, Connectivity connectivity) => Prop.ForAll(
        Gen.Elements(false, true, true).ArrayOf(depth * 6 * 7).ToArbitrary(), mask =>
    {
        var grid = new Grid(depth, 6, 7);
        var found = ConnectedComponents.Of(mask, grid, connectivity);
        var expected = new int[mask.Length];
        var count = 0;
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i] || expected[i] != 0)
                continue;
            var open = new Stack<int>([i]);
            expected[i] = ++count;
            while (open.TryPop(out var pixel))
            {
                for (var other = 0; other < mask.Length; other++)
                {
                    if (mask[other] && expected[other] == 0 && Touch(grid, pixel, other, connectivity))
                    {
                        expected[other] = count;
                        open.Push(other);
                    }
                }
            }
        }
        Assert.Equal(expected, found.Labels);
        Assert.Equal(count, found.Count);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void AMaskOfAnotherSizeIsRefused() =>
        Refused<ArgumentException>(() => ConnectedComponents.Of(new bool[5], new Grid(2, 3, 4)), "2×3×4");

    internal static bool Touch(Grid grid, int a, int b, Connectivity connectivity)
    {
        int[] Place(int i) => [i / (grid.Height * grid.Width), i / grid.Width % grid.Height, i % grid.Width];
        var far = Place(a).Zip(Place(b), (x, y) => Math.Abs(x - y)).ToArray();
        return a != b && far.Max() == 1 && (connectivity == Connectivity.Corners || far.Sum() == 1);
    }
}
