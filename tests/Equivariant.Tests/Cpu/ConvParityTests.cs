using Equivariant.Cpu;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Cpu;

/// <summary>The tuned convolution against the plain bodies on random shapes, for every width of vectors.</summary>
public class ConvParityTests
{
    private static readonly string[] Parts = ["y", "dx", "dweight", "dbias"];

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void AgreesWithThePlainBodies(int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Prop.ForAll<int>(Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed => Compare(ConvCase.Draw(new Rng((ulong)seed)), plain, tuned))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    /// <summary>Weights that are packed, and gradients that are packed once for several parts of the channels.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void AgreesWithThePlainBodiesOnManyChannels(int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Compare(new([2, 130, 6, 5], [70, 130, 3, 3], new() { Padding = 1 }), plain, tuned);
        Compare(new([2, 510, 4, 3], [254, 255, 3, 3], new() { Padding = 1, Groups = 2 }), plain, tuned);
        Compare(new([1, 510, 5, 5], [131, 510, 3, 3], new() { Padding = 1, Stride = 2 }), plain, tuned);
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads()
    {
        using var one = new CpuDevice(threads: 1);
        using var two = new CpuDevice(threads: 2);
        using var five = new CpuDevice(threads: 5);
        var rng = new Rng(11);
        for (var round = 0; round < 25; round++)
        {
            var drawn = ConvCase.Draw(rng);
            var expected = drawn.Run(one);
            Assert.Equal(expected, drawn.Run(two));
            Assert.Equal(expected, drawn.Run(five));
        }
    }

    [Fact]
    public void AnEmptyBatchHasZeroWeightGradients()
    {
        foreach (var groups in new[] { 1, 4 })
        {
            var run = new ConvCase([0, 4, 6, 6], [8, 4 / groups, 3, 3], new() { Groups = groups, Padding = 1 }).Run(Device.Cpu);
            Assert.Empty(run[0]);
            Assert.Empty(run[1]);
            Assert.All([.. run[2], .. run[3]], value => Assert.Equal(0, value));
        }
    }

    private static void Compare(ConvCase drawn, Device plain, Device tuned)
    {
        var (expected, actual) = (drawn.Run(plain), drawn.Run(tuned));
        for (var part = 0; part < Parts.Length; part++)
        {
            var error = Norm(expected[part].Zip(actual[part], (e, a) => e - a)) / Math.Max(1e-30, Norm(expected[part]));
            Assert.True(error <= 1e-5, $"{Parts[part]} of {drawn} differs by {error} of its norm");
        }
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
