using Equivariant.Autograd;
using Equivariant.Cpu;
using Equivariant.Symmetry;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Cpu;

/// <summary>Every way to compute a symmetric convolution against the plain bodies, on random shapes.</summary>
public class SymmetricConvParityTests
{
    private static readonly string[] Parts = ["y", "dx", "dtheta", "dbias"];

    [Theory]
    [InlineData(SymmetricConvPath.Dense, 512)]
    [InlineData(SymmetricConvPath.Dense, 128)]
    [InlineData(SymmetricConvPath.Factorised, 512)]
    [InlineData(SymmetricConvPath.Factorised, 256)]
    [InlineData(SymmetricConvPath.Factorised, 128)]
    [InlineData(SymmetricConvPath.Auto, 512)]
    public void AgreesWithThePlainBodies(SymmetricConvPath path, int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2, symmetricConv: path) { VectorBits = vectorBits };
        Prop.ForAll<int>(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var drawn = SymmetricConvCase.Draw(new Rng((ulong)seed));
            var (expected, actual) = (drawn.Run(plain), drawn.Run(tuned));
            for (var part = 0; part < Parts.Length; part++)
            {
                var error = Norm(expected[part].Zip(actual[part], (e, a) => e - a)) / Math.Max(1e-30, Norm(expected[part]));
                Assert.True(error <= 1e-5, $"{Parts[part]} of {drawn} (seed {seed}) differs by {error} of its norm");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads()
    {
        using var one = new CpuDevice(threads: 1);
        using var two = new CpuDevice(threads: 2);
        using var five = new CpuDevice(threads: 5);
        var rng = new Rng(11);
        for (var round = 0; round < 15; round++)
        {
            var drawn = SymmetricConvCase.Draw(rng);
            var expected = drawn.Run(one);
            Assert.Equal(expected, drawn.Run(two));
            Assert.Equal(expected, drawn.Run(five));
        }
    }

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
        var y = Equivariant.Ops.SymmetricConv(x, theta, null, tables, null, OrientationReduction.Max);
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
            var y = Equivariant.Ops.SymmetricConv(x, theta, null, tables, new() { Padding = 1 }, OrientationReduction.Max);
            Assert.Equal(before + (5 * y.Count), device.Memory.LiveBytes);
        }
        using (Tape.NoGrad())
        {
            var y = Equivariant.Ops.SymmetricConv(x, theta, null, tables, new() { Padding = 1 }, OrientationReduction.Max);
            Assert.Equal(before + (4 * y.Count), device.Memory.LiveBytes);
        }
        Assert.Equal(before, device.Memory.LiveBytes);
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
