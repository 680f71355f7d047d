using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Symmetry;

public class SignedPermutationTests
{
    private static readonly int[] Kernel = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void CompositionIsAssociative() =>
        Prop.ForAll(Elements.Triples, t => t.F.Compose(t.G).Compose(t.H) == t.F.Compose(t.G.Compose(t.H)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void AnElementAndItsInverseCancel() => Prop.ForAll(Elements.Triples, t =>
        t.F.Compose(t.F.Inverse()) == SignedPermutation.Identity(t.F.Rank)
        && t.F.Inverse().Compose(t.F) == SignedPermutation.Identity(t.F.Rank)).QuickCheckThrowOnFailure();

    [Fact]
    public void TheDeterminantIsMultiplicative() => Prop.ForAll(Elements.Triples, t =>
        t.F.Compose(t.G).IsRotation == (t.F.IsRotation == t.G.IsRotation)).QuickCheckThrowOnFailure();

    [Fact]
    public void MappingAGridTwiceIsMappingItByTheProduct() => Prop.ForAll(Elements.Triples, t =>
    {
        var between = t.G.MapSizes(t.Sizes);
        var first = t.G.MapGrid(t.Sizes);
        var second = t.F.MapGrid(between);
        var both = t.F.Compose(t.G);
        return both.MapGrid(t.Sizes).SequenceEqual(second.Select(i => first[i]))
            && both.MapSizes(t.Sizes).SequenceEqual(t.F.MapSizes(between));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ACellGoesWhereTheElementMovesIt() => Prop.ForAll(Elements.Triples, t =>
    {
        var (mapped, table) = (t.F.MapSizes(t.Sizes), t.F.MapGrid(t.Sizes));
        return Enumerable.Range(0, table.Length).All(cell =>
        {
            var (to, from) = (FromCentre(cell, mapped), FromCentre(table[cell], t.Sizes));
            return Enumerable.Range(0, t.F.Rank).All(a => to[a] == t.F.Sign(a) * from[t.F.Axis(a)]);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void CounterClockwiseIsNumPysRot90()
    {
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Moved(SignedPermutation.CounterClockwise(1)));
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Moved(SignedPermutation.Clockwise(1)));
        Assert.Equal(SignedPermutation.CounterClockwise(3), SignedPermutation.Clockwise(1));
        Assert.Equal(SignedPermutation.CounterClockwise(-5), SignedPermutation.Clockwise(5));
    }

    [Fact]
    public void FlipsAndTransposesDoWhatTheirNamesSay()
    {
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], Moved(SignedPermutation.FlipH));
        Assert.Equal([7, 8, 9, 4, 5, 6, 1, 2, 3], Moved(SignedPermutation.FlipV));
        Assert.Equal([1, 4, 7, 2, 5, 8, 3, 6, 9], Moved(SignedPermutation.Transpose));
        Assert.Equal([9, 6, 3, 8, 5, 2, 7, 4, 1], Moved(SignedPermutation.AntiTranspose));
    }

    [Fact]
    public void EvenAndOblongGridsTurnAboutTheirCentre()
    {
        var turn = SignedPermutation.CounterClockwise(1);
        Assert.Equal([3, 2], turn.MapSizes([2, 3]));
        Assert.Equal([2, 5, 1, 4, 0, 3], turn.MapGrid([2, 3]));
        Assert.Equal([3, 2, 1, 0], SignedPermutation.Reversal.MapGrid([4]));
    }

    [Fact]
    public void NamesAreUniqueWithinAGroup()
    {
        foreach (var group in Elements.Groups)
            Assert.Equal(group.Order, group.Elements.Select(g => g.Name).Distinct().Count());
        Assert.Equal(
            ["id", "rot90", "rot180", "rot270", "flipV", "transpose", "flipH", "antiTranspose"],
            SymmetryGroups.D4.Elements.Select(g => g.ToString()));
        Assert.Equal("[d,-w,h]", new SignedPermutation([0, 2, 1], [1, -1, 1]).Name);
    }

    [Fact]
    public void RotationsAreToldFromReflections()
    {
        Assert.True(SignedPermutation.CounterClockwise(1).IsRotation);
        Assert.False(SignedPermutation.FlipH.IsRotation);
        Assert.False(SignedPermutation.Transpose.IsRotation);
        Assert.True(SignedPermutation.AntiTranspose.SwapsAxes);
        Assert.False(SignedPermutation.FlipV.SwapsAxes);
    }

    [Fact]
    public void WrongArgumentsAreRefusedWithTheReason()
    {
        Refused<ArgumentException>(() => new SignedPermutation([], []), "not 0");
        Refused<ArgumentException>(() => new SignedPermutation([0, 0], [1, 1]), "not a permutation");
        Refused<ArgumentException>(() => new SignedPermutation([1, 0], [1, 2]), "must be +1 or -1");
        Refused<ArgumentException>(() => new SignedPermutation([1, 0], [1]), "as many signs");
        Refused<ArgumentException>(() => SignedPermutation.Identity(4), "not 4");
        Refused<ArgumentException>(() => SignedPermutation.FlipH.Compose(SignedPermutation.Reversal), "cannot follow");
        Refused<ArgumentException>(() => SignedPermutation.FlipH.MapGrid([3, 3, 3]), "acts on 2 axes");
        Refused<ArgumentException>(() => SignedPermutation.FlipH.MapGrid([3, 0]), "at least 1");
        Assert.Throws<ArgumentOutOfRangeException>(() => SignedPermutation.FlipH.Axis(2));
    }

    /// <summary>The position of a cell, in half cells.</summary>
    private static int[] FromCentre(int cell, int[] sizes)
    {
        var position = new int[sizes.Length];
        for (var a = sizes.Length - 1; a >= 0; cell /= sizes[a--])
            position[a] = (2 * (cell % sizes[a])) - sizes[a] + 1;
        return position;
    }

    private static int[] Moved(SignedPermutation element) => Array.ConvertAll(element.MapGrid([3, 3]), tap => Kernel[tap]);
}
