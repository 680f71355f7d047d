namespace Equivariant.Tests.Symmetry;

public class KernelIndexMapTests
{
    private static IEnumerable<KernelIndexMap> Maps =>
    [
        DenseKernel.Create([3, 4, 2]), SreRings.Create([7]), SreRings.Create([5, 5], BandRule.Circular, 5),
        SreRings.Create([3, 7, 7]), SreRings.Create([4, 4], BandRule.Full), RotatedKernels.Create(8),
        FlippedKernels.Create([2, 5], FlipSet.HorizontalVertical),
        DihedralKernels.Create([5, 5]),
    ];

    [Fact]
    public void PositionsListEveryUsedTapOnceUnderItsParameter()
    {
        foreach (var map in Maps)
        {
            var seen = new HashSet<int>();
            for (var parameter = 0; parameter < map.Parameters; parameter++)
            {
                var places = map.PositionsOf(parameter).ToArray();
                Assert.Equal(map.TapsPerParameter[parameter] * map.Orientations, places.Length);
                Assert.Equal(places.Order(), places);
                foreach (var place in places)
                {
                    Assert.Equal(parameter, map[place / map.Taps, place % map.Taps]);
                    Assert.True(seen.Add(place));
                }
            }
            Assert.Equal(map.Orientations * (map.Taps - map.DroppedTaps.Length), seen.Count);
        }
    }

    [Fact]
    public void TheDenseMapIsTheIdentity()
    {
        var map = DenseKernel.Create([2, 3]);
        Assert.Equal([0, 1, 2, 3, 4, 5], map.Table.ToArray());
        Assert.True(map.IsDense);
        Assert.False(RotatedKernels.Create(2).IsDense);
        Assert.False(SreRings.Create([3, 3]).IsDense);
    }

    [Fact]
    public void TablesThatDoNotFitAreRefusedWithTheReason()
    {
        Refused<ArgumentException>(() => new KernelIndexMap([3, 3], 1, new int[8]), "the table has 8");
        Refused<ArgumentException>(() => new KernelIndexMap([2], 1, [0, 1]), "names parameter 1");
        Refused<ArgumentException>(() => new KernelIndexMap([2], 1, [0, -2]), "names parameter -2");
        Refused<ArgumentException>(() => new KernelIndexMap([1], 0, [-1]), "at least one parameter");
        Refused<ArgumentException>(() => new KernelIndexMap([2], 2, [0, 1, 0, 0], "a", "b"), "not a rearrangement");
        Refused<ArgumentException>(
            () => SreRings.Create([3, 3]).PermuteOrientations(SignedPermutation.Identity(3)), "acts on 3 axes");
        Assert.Throws<ArgumentOutOfRangeException>(() => SreRings.Create([3, 3])[1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SreRings.Create([3, 3])[0, 9]);
    }
}
