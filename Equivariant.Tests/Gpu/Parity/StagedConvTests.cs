namespace Equivariant.Tests.Gpu;

/// <summary>Copies that no kernel makes in one go: in stages they agree with the plain bodies on the same device.</summary>
public class StagedConvTests
{
    private static readonly ConvOptions Padded = new() { Padding = 1 };

    [Fact]
    public void TurnedKernelsOf5By5() => Check(
        RotatedKernels.Create([5, 5], 4), [3, 4, 6, 7], 9, new() { Padding = 2 }, OrientationReduction.Max);

    [Fact]
    public void MirroredKernelsOf5By5WithStrideAndGroups() => Check(
        FlippedKernels.Create([5, 5], FlipSet.Klein), [2, 6, 9, 8], 18, new() { Padding = 2, Stride = 2, Groups = 2 },
        OrientationReduction.Max);

    [Fact]
    public void RotatedKernelsOfVolumes() => Check(
        GroupKernels.Lifting(SymmetryGroups.CubeRotations, [3, 3, 3]), [1, 2, 3, 4, 4], 8, Padded, OrientationReduction.Max);

    [Fact]
    public void AllCopiesOfTheSquare() => Check(
        DihedralKernels.Create([3, 3]), [3, 3, 6, 7], 8, Padded, OrientationReduction.None);

    [Fact]
    public void GroupConvolutions() => Gpus.Both((gpu, plain) =>
    {
        foreach (var group in new[] { SymmetryGroups.C4, SymmetryGroups.D4 })
        {
            Assert.Equal(SymmetricConvPath.Staged, SymmetricConvChoice.Of(
                gpu, [1, 4 * group.Order, 5, 6], [8, 4, group.Order * 9], new GroupTables(group, [3, 3], gpu), Padded));
            TunedKernelTests.Agree(gpu, plain, [[1, 4 * group.Order, 5, 6], [8, 4, group.Order * 9], [8]],
                t => Ops.GroupConv(t[0], t[1], t[2], new(group, [3, 3], t[0].Device), Padded), group.ToString()!);
        }
    }, SymmetricConvPath.Staged);

    private static void Check(KernelIndexMap map, int[] x, int outputs, ConvOptions options, OrientationReduction reduction) =>
        Gpus.Both((gpu, plain) =>
        {
            int[] theta = [outputs, x[1] / options.Groups, map.Parameters];
            Assert.Equal(SymmetricConvPath.Staged, SymmetricConvChoice.Of(gpu, new(x), new(theta), map, options, reduction));
            TunedKernelTests.Agree(gpu, plain, [x, theta, [outputs]],
                t => Ops.SymmetricConv(t[0], t[1], t[2], new(map, t[0].Device), options, reduction), map.ToString());
        }, SymmetricConvPath.Staged);
}
