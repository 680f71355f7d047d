namespace Equivariant.Tests.Symmetry;

public class GroupKernelsTests
{
    /// <summary>For four turns: roll the orientations and turn the taps.</summary>
    [Fact]
    public void AQuarterTurnRollsOrientationsAndTurnsTaps()
    {
        var map = GroupKernels.Joint(SymmetryGroups.C4, [3, 3]);
        var turn = SymmetryGroups.C4.Elements[1].MapGrid([3, 3]);
        for (var orientation = 0; orientation < 4; orientation++)
        {
            for (var tap = 0; tap < 9; tap++)
                Assert.Equal((((orientation + 3) % 4) * 9) + turn[tap], map[1, (orientation * 9) + tap]);
        }
        Assert.Equal(Enumerable.Range(0, 36), Enumerable.Range(0, 36).Select(tap => map[0, tap]));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    public void EveryWeightSitsOnceInEveryCopy(int rank, int size)
    {
        int[] kernel = [.. Enumerable.Repeat(size, rank)];
        var group = SymmetryGroups.Full(rank);
        foreach (var map in new[] { GroupKernels.Lifting(group, kernel), GroupKernels.Joint(group, kernel) })
        {
            Assert.Equal(group.Order, map.Orientations);
            Assert.Equal(map.Parameters, map.Taps);
            Assert.All(map.TapsPerParameter, taps => Assert.Equal(1, taps));
        }
    }

    [Fact]
    public void KernelsThatTheGroupChangesAreRefused()
    {
        Refused<ArgumentException>(() => GroupKernels.Joint(SymmetryGroups.C4, [3, 5]), "equal sizes");
        Refused<ArgumentException>(() => GroupKernels.Lifting(SymmetryGroups.C4, [3, 3, 3]), "2 axes");
        Assert.Equal(4, GroupKernels.Lifting(SymmetryGroups.Klein, [3, 5]).Orientations);
    }
}
