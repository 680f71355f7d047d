namespace Equivariant.Tests.Symmetry;

public class SymmetryGroupTests
{
    [Fact]
    public void GroupsHaveTheirOrders() => Assert.Equal(
        [2, 1, 2, 4, 2, 2, 4, 8, 24, 48], Elements.Groups.Select(group => group.Order));

    [Fact]
    public void TheCayleyTableIsAGroupTable()
    {
        foreach (var group in Elements.Groups)
        {
            var identity = group.IndexOf(SignedPermutation.Identity(group.Rank));
            for (var i = 0; i < group.Order; i++)
            {
                var row = Enumerable.Range(0, group.Order).Select(j => group.Product(i, j)).ToArray();
                var column = Enumerable.Range(0, group.Order).Select(j => group.Product(j, i));
                Assert.Equal(group.Order, row.Distinct().Count());
                Assert.Equal(group.Order, column.Distinct().Count());
                Assert.Equal(i, group.Product(i, identity));
                Assert.Equal(identity, group.Product(i, group.Inverse(i)));
                for (var j = 0; j < group.Order; j++)
                    Assert.Equal(group.Elements[i].Compose(group.Elements[j]), group.Elements[row[j]]);
            }
        }
    }

    [Fact]
    public void TheCubesRotationsAreHalfOfItsSymmetries()
    {
        Assert.Equal(24, SymmetryGroups.Cube.Elements.Count(g => g.IsRotation));
        Assert.All(SymmetryGroups.CubeRotations.Elements, g => Assert.True(g.IsRotation && SymmetryGroups.Cube.Contains(g)));
        Assert.Equal(4, SymmetryGroups.D4.Elements.Count(g => g.IsRotation));
    }

    [Fact]
    public void IdentityAndTwoFlipsAreNotAGroup()
    {
        SignedPermutation[] set = [SignedPermutation.Identity(2), SignedPermutation.FlipH, SignedPermutation.FlipV];
        Assert.Equal(4, new SymmetryGroup("Klein", [.. set, SignedPermutation.CounterClockwise(2)]).Order);
        Refused<ArgumentException>(() => new SymmetryGroup("flips", set), "flipH after flipV is rot180");
    }

    [Fact]
    public void WrongSetsAreRefused()
    {
        var identity = SignedPermutation.Identity(2);
        Assert.Throws<ArgumentException>(() => new SymmetryGroup("empty"));
        Assert.Throws<ArgumentException>(() => new SymmetryGroup("twice", identity, identity));
        Assert.Throws<ArgumentException>(() => new SymmetryGroup("mixed", identity, SignedPermutation.Identity(3)));
        Assert.Throws<ArgumentException>(() => SymmetryGroups.Full(4));
        Assert.Equal(-1, SymmetryGroups.C4.IndexOf(SignedPermutation.FlipH));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetryGroups.C4.Product(0, 4));
    }

    [Theory]
    [InlineData("p4")]
    [InlineData("p4m")]
    public void ElementsAndCayleyTableMatchTheGoldenGroup(string name)
    {
        var golden = Golden.Index("group_conv.json").GetProperty("groups").GetProperty(name);
        var group = name == "p4" ? SymmetryGroups.C4 : SymmetryGroups.D4;
        var cayley = golden.GetProperty("cayley");
        var inverse = golden.GetProperty("inverse").Ints();
        for (var i = 0; i < group.Order; i++)
        {
            var matrix = golden.GetProperty("matrices_row_col")[i].EnumerateArray().Select(row => row.Ints());
            Assert.Equal(matrix, Matrix(group.Elements[i]));
            Assert.Equal(cayley[i].Ints(), Enumerable.Range(0, group.Order).Select(j => group.Product(i, j)));
            Assert.Equal(inverse[i], group.Inverse(i));
        }
    }

    private static IEnumerable<int[]> Matrix(SignedPermutation g) =>
        from a in Enumerable.Range(0, g.Rank)
        select Enumerable.Range(0, g.Rank).Select(b => g.Axis(a) == b ? g.Sign(a) : 0).ToArray();
}
