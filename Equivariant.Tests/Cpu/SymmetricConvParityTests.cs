namespace Equivariant.Tests.Cpu;

/// <summary>Every way to compute a symmetric convolution against the plain bodies, on random shapes.</summary>
public class SymmetricConvParityTests
{
    [Theory, Trait("Length", "Full")]
    [InlineData(SymmetricConvPath.Dense, 128)]
    [InlineData(SymmetricConvPath.Factorised, 256)]
    [InlineData(SymmetricConvPath.Factorised, 128)]
    public void AgreesWithThePlainBodiesWithNarrowerVectors(SymmetricConvPath path, int vectorBits)
    {
        AgreesWithThePlainBodies(path, vectorBits);
        CopiesOfVolumesAgreeWithThePlainBodies(path, vectorBits);
    }

    [Theory]
    [InlineData(SymmetricConvPath.Dense, 512)]
    [InlineData(SymmetricConvPath.Factorised, 512)]
    [InlineData(SymmetricConvPath.Auto, 512)]
    [InlineData(SymmetricConvPath.Staged, 512)]
    public void AgreesWithThePlainBodies(SymmetricConvPath path, int vectorBits)
    {
        using var tuned = new CpuDevice(threads: 2, symmetricConv: path) { VectorBits = vectorBits };
        Parity.OnRandomCases<SymmetricConvCase>(30, tuned);
    }

    /// <summary>More copies than a vector's look-up tells apart, and representations of three dimensions.</summary>
    [Theory]
    [InlineData(SymmetricConvPath.Dense, 512)]
    [InlineData(SymmetricConvPath.Factorised, 512)]
    [InlineData(SymmetricConvPath.Staged, 512)]
    public void CopiesOfVolumesAgreeWithThePlainBodies(SymmetricConvPath path, int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2, symmetricConv: path) { VectorBits = vectorBits };
        foreach (var group in new[] { SymmetryGroups.CubeRotations, SymmetryGroups.Cube })
        {
            foreach (var reduction in Enum.GetValues<OrientationReduction>())
            {
                Parity.Compare(new SymmetricConvCase([1, 1, 2, 5, 7], 3, GroupKernels.Lifting(group, [3, 3, 3]),
                    new() { Stride = [1, 2, 2], Padding = Padding.Create([2, 1, 2]) }, reduction), plain, tuned);
                Parity.Compare(new SymmetricConvCase([2, 6, 4, 3, 5], 18, GroupKernels.Lifting(group, [2, 2, 2]),
                    new() { Padding = 1, Groups = 2 }, reduction), plain, tuned);
            }
        }
    }

    /// <summary>Images whose winners do not fill whole words go four at a time.</summary>
    [Theory]
    [InlineData(1L)]
    [InlineData(40_000L)]
    public void StagesOfAFewImagesAgreeWithThePlainBodies(long stageBytes)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var staged = new CpuDevice(threads: 2, symmetricConv: SymmetricConvPath.Staged) { StageBytes = stageBytes };
        foreach (var reduction in (OrientationReduction[])[OrientationReduction.None, OrientationReduction.Max])
        {
            Parity.Compare(
                new SymmetricConvCase([7, 4, 5, 5], 3, RotatedKernels.Create([5, 5], 4), new() { Padding = 2 }, reduction),
                plain, staged);
            Parity.Compare(new SymmetricConvCase([3, 4, 8, 7], 10, FlippedKernels.Create([4, 3], FlipSet.Klein),
                new() { Padding = Padding.Create([1, 2]), Stride = [2, 1], Groups = 2, Dilation = [1, 2] }, reduction),
                plain, staged);
        }
    }

    [Theory]
    [InlineData(SymmetricConvPath.Staged)]
    [InlineData(SymmetricConvPath.Factorised)]
    public void GroupConvolutionsAgreeWithThoseOfAllCopies(SymmetricConvPath path)
    {
        using var dense = new CpuDevice(threads: 2, symmetricConv: SymmetricConvPath.Dense);
        using var other = new CpuDevice(threads: 2, symmetricConv: path) { StageBytes = 60_000 };
        foreach (var group in new[] { SymmetryGroups.C4, SymmetryGroups.D4 })
        {
            var (expected, actual) = (Run(dense, group), Run(other, group));
            foreach (var (e, a) in expected.Zip(actual))
                Parity.NormsAgree(e, a, $"{group} {path}");
        }

        double[][] Run(CpuDevice device, SymmetryGroup group)
        {
            var rng = new Rng(7);
            Tensor Random(Shape shape) => rng.NextTensor(shape, device: device, draw: Parity.Draw);
            using var tables = new GroupTables(group, [3, 3], device);
            using var x = Random([3, 4 * group.Order, 6, 7]).WithGrad();
            using var theta = Random([6, 2, group.Order * 9]).WithGrad();
            using var bias = Random([6]).WithGrad();
            Assert.Equal(device.ForcedPath == SymmetricConvPath.Dense, SymmetricConvChoice.Of(
                device, x.Shape, theta.Shape, tables, new() { Padding = 1, Groups = 2 }) == SymmetricConvPath.Dense);
            using var tape = Tape.Record();
            var y = Ops.GroupConv(x, theta, bias, tables, new() { Padding = 1, Groups = 2 });
            using var dy = Random(y.Shape);
            tape.Backward(y, dy);
            return [y.ToDoubles(), x.Grad!.ToDoubles(), theta.Grad!.ToDoubles(), bias.Grad!.ToDoubles()];
        }
    }

    [Fact]
    public void APhaseWhoseOnlyTapHasNoParameterIsZero()
    {
        // Stride 3 and kernel 3: some inputs meet nothing but a corner of the cube, which lies outside the rings.
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2, symmetricConv: SymmetricConvPath.Factorised) { VectorBits = 128 };
        Parity.Compare(SymmetricConvCase.Draw(new Rng(2120113365)), plain, tuned);
    }

    [Fact]
    public void TheCasesMeetEveryKindOfSetting()
    {
        Func<SymmetricConvCase, bool>[] kinds =
        [
            test => test.Map.Orientations == 1 && test.Map.Rank == 1, test => test.Map.Orientations == 1 && test.Map.Rank == 2,
            test => test.Map.Orientations == 1 && test.Map.Rank == 3, test => test.Map.Orientations > 1,
        ];
        foreach (var kind in kinds)
            Parity.MeetsEverySetting(kind, test => (test.X, test.Outputs, test.Map.KernelSize[^1], test.Options));
        Parity.Meets<SymmetricConvCase>([.. Enum.GetValues<OrientationReduction>().Select(reduction =>
            (Func<SymmetricConvCase, bool>)(test => test.Map.Orientations > 1 && test.Reduction == reduction))]);
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<SymmetricConvCase>(15);

    /// <summary>On an even image all copies are equal; the gradient then goes to the first, the kernel as it stands.</summary>
    [Theory]
    [InlineData(SymmetricConvPath.Plain)]
    [InlineData(SymmetricConvPath.Dense)]
    public void TheFirstOfEqualCopiesGetsTheGradient(SymmetricConvPath path)
    {
        using var device = new CpuDevice(threads: 1, symmetricConv: path);
        using var tables = new IndexTables(DihedralKernels.Create([3, 3]), device);
        using var x = Tensor.Ones([1, 1, 3, 3], device: device).WithGrad();
        using var theta = Tensor.From<float>([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 9], device);
        using var tape = Tape.Record();
        var y = Ops.SymmetricConv(x, theta, null, tables, null, OrientationReduction.Max);
        tape.Backward(y);
        Assert.Equal(45, y.Item());
        Assert.Equal(theta.ToDoubles(), x.Grad!.ToDoubles());
    }

    /// <summary>A maximum keeps a byte for each result besides the result, and nothing of the copies' maps.</summary>
    [Theory]
    [InlineData(SymmetricConvPath.Plain)]
    [InlineData(SymmetricConvPath.Dense)]
    [InlineData(SymmetricConvPath.Factorised)]
    public void AMaximumKeepsAByteAResult(SymmetricConvPath path)
    {
        using var device = new CpuDevice(threads: 1, symmetricConv: path);
        using var tables = new IndexTables(DihedralKernels.Create([3, 3]), device);
        using var x = Tensor.Ones([2, 3, 16, 16], device: device).WithGrad();
        using var theta = Tensor.Ones([5, 3, 9], device: device).WithGrad();
        var before = device.Memory.LiveBytes;
        using (Tape.Record())
        {
            var y = Ops.SymmetricConv(x, theta, null, tables, new() { Padding = 1 }, OrientationReduction.Max);
            Assert.Equal(before + (5 * y.Count), device.Memory.LiveBytes);
        }
        using (Tape.NoGrad())
        {
            var y = Ops.SymmetricConv(x, theta, null, tables, new() { Padding = 1 }, OrientationReduction.Max);
            Assert.Equal(before + (4 * y.Count), device.Memory.LiveBytes);
        }
        Assert.Equal(before, device.Memory.LiveBytes);
    }
}
