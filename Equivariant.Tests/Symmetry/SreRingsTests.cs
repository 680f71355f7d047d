namespace Equivariant.Tests.Symmetry;

public class SreRingsTests
{
    [Fact]
    public void EveryGoldenGridIsReproducedExactly()
    {
        var cases = Golden.Cases("sre_index.json");
        foreach (var golden in cases)
        {
            var map = GoldenCopies.RingsOf(golden);
            var grid = GoldenArrays.Of("sre_index.npz")[golden.Name(), "grid"];
            Assert.Equal(grid.Shape, map.KernelSize.AsEnumerable());
            Assert.Equal(grid.ToInts(), map.Table.ToArray());
            Assert.Equal(golden.GetProperty("bands").GetInt32(), map.Parameters);
            Assert.Equal(golden.GetProperty("counts").Ints(), map.TapsPerParameter.AsEnumerable());
            Assert.Equal(golden.GetProperty("dropped").GetInt32(), map.DroppedTaps.Length);
        }
        Assert.NotEmpty(cases);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheIntegerRuleAgreesWithDistancesAndEdges(int rank)
    {
        for (var k = 1; k <= (rank == 3 ? 9 : 31); k++)
            for (var bands = 1; bands <= 11; bands++)
            {
                var cube = Cube(rank, k);
                Assert.Equal(CircularByEdges(cube, bands), SreRings.Create(cube, BandRule.Circular, bands).Table.ToArray());
                if (bands > 1 && k > 1)
                    Assert.Equal(FullByEdges(cube, bands), SreRings.Create(cube, BandRule.Full, bands).Table.ToArray());
            }
    }

    [Fact]
    public void OddKernelsAreSymmetricUnderTheWholeGroup()
    {
        for (var rank = 1; rank <= 3; rank++)
            for (var k = 1; k <= (rank == 3 ? 9 : 15); k += 2)
                foreach (var rule in Enum.GetValues<BandRule>())
                    Assert.True(
                        SreRings.Create(Cube(rank, k), rule).IsSymmetricUnder(SymmetryGroups.Full(rank)),
                        $"{rank}D k={k} {rule}");
    }

    [Theory]
    [InlineData(2, new[] { 1, 3 }, 0)]
    [InlineData(4, new[] { 1, 8, 6 }, 1)]
    public void EvenKernelsCentreOnATapAndAreNotSymmetric(int k, int[] counts, int dropped)
    {
        var map = SreRings.Create([k, k]);
        Assert.Equal(counts, map.TapsPerParameter.AsEnumerable());
        Assert.Equal(dropped, map.DroppedTaps.Length);
        Assert.False(map.IsSymmetricUnder(SymmetryGroups.C4.Elements[1]));
        Assert.False(map.IsSymmetricUnder(SignedPermutation.FlipH));
        Assert.False(map.IsSymmetricUnder(SignedPermutation.FlipV));
        Assert.True(map.IsSymmetricUnder(SignedPermutation.Transpose));
        Assert.False(SreRings.Create([k, k], BandRule.Full).IsSymmetricUnder(SignedPermutation.FlipH));
    }

    [Fact]
    public void OblongKernelsKeepOnlyTheirFlips()
    {
        var map = SreRings.Create([3, 5]);
        Assert.True(map.IsSymmetricUnder(SymmetryGroups.Klein));
        Assert.False(map.IsSymmetricUnder(SignedPermutation.Transpose));
    }

    [Fact]
    public void WrongSizesAreRefusedWithTheReason()
    {
        Refused<ArgumentException>(() => SreRings.Create([3, 0]), "at least 1");
        Refused<ArgumentException>(() => SreRings.Create([3, 3, 3, 3]), "4 axes");
        Refused<ArgumentException>(() => SreRings.Create([]), "0 axes");
        Refused<ArgumentException>(() => SreRings.Create([3, 3], BandRule.Circular, 0), "bands is 0");
        Refused<ArgumentException>(() => SreRings.Create([3, 3], BandRule.Full, 1), "at least 2 bands");
        Refused<ArgumentException>(() => SreRings.Create([SreRings.MaxSize + 1]), "not supported");
        Refused<ArgumentException>(() => SreRings.Create([3, 3], (BandRule)7), "no band rule");
    }

    private static int[] Cube(int rank, int k) => [.. Enumerable.Repeat(k, rank)];

    private static int Squared(int tap, int[] sizes)
    {
        var sum = 0;
        for (var a = sizes.Length - 1; a >= 0; a--)
        {
            var offset = tap % sizes[a] - sizes[a] / 2;
            sum += offset * offset;
            tap /= sizes[a];
        }
        return sum;
    }

    private static int[] CircularByEdges(int[] sizes, int bands) =>
        ByEdges(sizes, [.. Enumerable.Range(0, bands + 1).Select(i => i * (2 * (sizes[0] / 2) + 1) / (2.0 * bands))]);

    private static int[] FullByEdges(int[] sizes, int bands)
    {
        var farthest = Math.Sqrt(Squared(0, sizes));
        return ByEdges(sizes, [.. Enumerable.Range(0, bands).Select(i => i * farthest / (bands - 1)), double.PositiveInfinity]);
    }

    // Distances that should lie on an edge may differ from it in the last place.
    private static int[] ByEdges(int[] sizes, double[] edges) => [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b))
        .Select(tap => Array.FindLastIndex(edges, edge => Math.Sqrt(Squared(tap, sizes)) >= edge - 1e-12))
        .Select(band => band < edges.Length - 1 ? band : -1)];
}
