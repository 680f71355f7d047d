namespace Equivariant.Tests.Symmetry;

public class OrientedKernelTests
{
    [Fact]
    public void EveryGoldenTableOfCopiesIsReproducedExactly()
    {
        var tables = Golden.Cases("rotation_flip.json").Where(golden => golden.Op() == "kernel_copies").ToList();
        foreach (var golden in tables)
        {
            var arrays = GoldenArrays.Of("rotation_flip.npz");
            var kernel = arrays[golden.Name(), "kernel"];
            var copies = arrays[golden.Name(), "copies"];
            var values = kernel.ToInts();
            var map = GoldenCopies.MapOf(golden.Attribute("set").GetString()!, kernel.Shape);
            Assert.Equal(copies.ToInts(), map.Table.ToArray().Select(parameter => values[parameter]));
            Assert.Equal(golden.Attribute("copies").Strings(), map.OrientationNames.AsEnumerable());
        }
        Assert.NotEmpty(tables);
    }

    [Fact]
    public void KernelsTurnClockwise()
    {
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Copy(RotatedKernels.Create(4), 1));
        Assert.Equal([4, 1, 2, 7, 5, 3, 8, 9, 6], Copy(RotatedKernels.Create(8), 1));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Copy(RotatedKernels.Create(2), 1));
        for (var turn = 0; turn < 4; turn++)
            Assert.Equal(Copy(RotatedKernels.Create(4), turn), Copy(RotatedKernels.Create(8), 2 * turn));
    }

    [Fact]
    public void EachSetIsExactUnderItsGroupAndNothingElse()
    {
        AssertExactUnder(RotatedKernels.Create(1), SymmetryGroups.C1);
        AssertExactUnder(RotatedKernels.Create(2), SymmetryGroups.C2);
        AssertExactUnder(RotatedKernels.Create(4), SymmetryGroups.C4);
        AssertExactUnder(RotatedKernels.Create(8), SymmetryGroups.C4);
        AssertExactUnder(FlippedKernels.Create([5, 5], FlipSet.Horizontal), SymmetryGroups.MirrorH);
        AssertExactUnder(FlippedKernels.Create([5, 5], FlipSet.Vertical), SymmetryGroups.MirrorV);
        AssertExactUnder(FlippedKernels.Create([5, 5], FlipSet.HorizontalVertical), SymmetryGroups.C1);
        AssertExactUnder(FlippedKernels.Create([4, 4], FlipSet.Klein), SymmetryGroups.Klein);
        AssertExactUnder(DihedralKernels.Create([3, 3]), SymmetryGroups.D4);
        AssertExactUnder(DihedralKernels.Create([4, 4]), SymmetryGroups.D4);
        AssertExactUnder(DenseKernel.Create([3, 3]), SymmetryGroups.C1);
    }

    [Fact]
    public void TurningTheInputPermutesTheCopies()
    {
        Assert.Equal([1, 2, 3, 0], RotatedKernels.Create(4).PermuteOrientations(SignedPermutation.Clockwise(1))!);
        Assert.Equal([2, 3, 4, 5, 6, 7, 0, 1], RotatedKernels.Create(8).PermuteOrientations(SignedPermutation.Clockwise(1))!);
        Assert.Equal([1, 0, 3, 2], FlippedKernels.Create([3, 3], FlipSet.Klein).PermuteOrientations(SignedPermutation.FlipH)!);
        Assert.Null(RotatedKernels.Create(4).PermuteOrientations(SignedPermutation.FlipH));
    }

    [Fact]
    public void WrongKernelsAreRefusedWithTheReason()
    {
        Refused<ArgumentException>(() => RotatedKernels.Create(3), "not 3.");
        Refused<ArgumentException>(() => RotatedKernels.Create([5, 5], 8), "3×3 kernels, not [5,5]");
        Refused<ArgumentException>(() => RotatedKernels.Create([3, 5], 4), "square kernel, not [3,5]");
        Refused<ArgumentException>(() => RotatedKernels.Create([3, 3, 3], 2), "two axes, not [3,3,3]");
        Refused<ArgumentException>(() => DihedralKernels.Create([3, 5]), "square kernel");
        Refused<ArgumentException>(() => FlippedKernels.Create([3], FlipSet.Horizontal), "two axes");
        Refused<ArgumentException>(() => FlippedKernels.Create([3, 3], (FlipSet)9), "no flip set");
        Refused<ArgumentException>(() => FlippedKernels.Create([3, -3], FlipSet.Klein), "at least 1");
        Refused<ArgumentException>(() => DenseKernel.Create([1, 1, 1, 1]), "4 axes");
    }

    private static void AssertExactUnder(KernelIndexMap map, SymmetryGroup group)
    {
        foreach (var element in SymmetryGroups.D4.Elements)
            Assert.True(group.Contains(element) == map.IsSymmetricUnder(element), $"{map} under {element}");
    }

    private static int[] Copy(KernelIndexMap map, int orientation) =>
        [.. Enumerable.Range(0, map.Taps).Select(tap => map[orientation, tap] + 1)];
}
