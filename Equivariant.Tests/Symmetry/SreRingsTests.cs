namespace Equivariant.Tests.Symmetry;

public class SreRingsTests
{
    [Fact]
    public void EveryGoldenGridIsReproducedExactly()
    {
        var cases = Golden.Cases("sre_index.json");
        foreach (var golden in cases)
        {
            var bands = golden.Attribute("bands_override");
            var map = SreRings.Create(
                golden.Attribute("kernel").Ints(),
                golden.Attribute("circular").GetBoolean() ? BandRule.Circular : BandRule.Full,
                bands.ValueKind == System.Text.Json.JsonValueKind.Null ? null : bands.GetInt32());
            var grid = GoldenArrays.Of("sre_index.npz")[golden.Name(), "grid"];
            Assert.Equal(grid.Shape, map.KernelSize.AsEnumerable());
            Assert.Equal(grid.ToInts(), map.Table.ToArray());
            Assert.Equal(golden.GetProperty("bands").GetInt32(), map.Parameters);
            Assert.Equal(golden.GetProperty("counts").Ints(), map.TapsPerParameter.AsEnumerable());
            Assert.Equal(golden.GetProperty("dropped").GetInt32(), map.DroppedTaps.Length);
        }
        Assert.NotEmpty(cases);
    }

    // Tap counts, and the squared distances of the dropped taps, as tabulated from the reference implementation.
    public static TheoryData<int, int, int[], int, int[]> CircularTable => new()
    {
        { 2, 1, [1], 0, [] },
        { 2, 3, [1, 8], 0, [] },
        { 2, 5, [1, 8, 12], 4, [8] },
        { 2, 7, [1, 8, 12, 16], 12, [13, 18] },
        { 2, 9, [1, 8, 12, 16, 32], 12, [25, 32] },
        { 2, 11, [1, 8, 12, 24, 24, 28], 24, [32, 34, 41, 50] },
        { 3, 3, [1, 18], 8, [3] },
        { 3, 5, [1, 18, 62], 44, [8, 9, 12] },
        { 3, 7, [1, 26, 54, 98], 164, [13, 14, 17, 18, 19, 22, 27] },
        { 1, 5, [1, 2, 2], 0, [] },
    };

    [Theory]
    [MemberData(nameof(CircularTable))]
    public void CircularBandsHaveTheTabulatedTaps(int rank, int k, int[] counts, int dropped, int[] droppedDistances)
    {
        var map = SreRings.Create(Cube(rank, k));
        Assert.Equal(counts, map.TapsPerParameter.AsEnumerable());
        Assert.Equal(dropped, map.DroppedTaps.Length);
        Assert.Equal(droppedDistances, map.DroppedTaps.Select(tap => Squared(tap, Cube(rank, k))).Distinct().Order());
    }

    public static TheoryData<int, int, int[]> FullTable => new()
    {
        { 2, 3, [1, 4, 4] },
        { 2, 5, [1, 8, 12, 4] },
        { 2, 7, [5, 8, 24, 8, 4] },
        { 2, 9, [5, 16, 16, 32, 8, 4] },
        { 2, 11, [5, 16, 16, 32, 40, 8, 4] },
        { 3, 3, [1, 18, 8] },
        { 3, 5, [7, 50, 60, 8] },
        { 3, 7, [7, 74, 170, 84, 8] },
    };

    [Theory]
    [MemberData(nameof(FullTable))]
    public void FullBandsHaveTheTabulatedTaps(int rank, int k, int[] counts)
    {
        var map = SreRings.Create(Cube(rank, k), BandRule.Full);
        Assert.Equal(counts, map.TapsPerParameter.AsEnumerable());
        Assert.Empty(map.DroppedTaps);
    }

    [Fact]
    public void AnUnevenStemUsesTheFirstSizeAlone()
    {
        // The (3,7,7) stem of the 3D network is a 3×3×3 kernel in disguise.
        var map = SreRings.Create([3, 7, 7]);
        Assert.Equal([1, 18], map.TapsPerParameter.AsEnumerable());
        Assert.Equal(147 - 19, map.DroppedTaps.Length);
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
