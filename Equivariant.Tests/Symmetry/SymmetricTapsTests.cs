namespace Equivariant.Tests.Symmetry;

/// <summary>One parameter an orbit: as symmetric as can be with as many parameters as can be.</summary>
public class SymmetricTapsTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(2, 4)]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 4)]
    public void AnOrbitIsAParameter(int rank, int size)
    {
        int[] kernel = [.. Enumerable.Repeat(size, rank)];
        var map = SymmetricTaps.Create(kernel);
        var group = SymmetryGroups.Full(rank);
        Assert.True(map.IsSymmetricUnder(group));
        // Burnside: the number of orbits is the mean number of taps that an element leaves where they are.
        Assert.Equal(map.Parameters,
            group.Elements.Average(element => element.MapGrid(kernel).Where((from, to) => from == to).Count()));
    }

    [Fact]
    public void ParametersRunOutwards() => Assert.Equal([2, 1, 1, 2, 1, 0, 0, 1, 1, 0, 0, 1, 2, 1, 1, 2],
        SymmetricTaps.Create([4, 4]).Table.ToArray());

    [Fact]
    public void UnequalSizesAreRefused() =>
        Refused<ArgumentException>(() => SymmetricTaps.Create([3, 5]), "equal sizes", "[3,5]");
}
