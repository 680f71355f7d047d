namespace Equivariant.Tests.Cpu;

/// <summary>The tuned convolution against the plain bodies on random shapes.</summary>
public class ConvParityTests
{
    [Fact]
    public void AgreesWithThePlainBodies() => Parity.OnRandomCases<ConvCase>(60, Device.Cpu);

    [Theory, Trait("Length", "Full")]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void AgreesWithThePlainBodiesAtEveryWidthOfVectors(int vectorBits)
    {
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Parity.OnRandomCases<ConvCase>(60, tuned);
    }

    [Fact]
    public void TheCasesMeetEveryKindOfSetting()
    {
        for (var axes = 1; axes <= 3; axes++)
        {
            var rank = axes + 2;
            Parity.MeetsEverySetting<ConvCase>(
                test => test.X.Rank == rank, test => (test.X, test.Weight[0], test.Weight[-1], test.Options));
            Parity.Meets<ConvCase>(
                test => test.X.Rank == rank && test.X[-1] % 2 == 1,
                test => test.X.Rank == rank && test.Weight[-1] % 2 == 0);
        }
    }

    /// <summary>Weights that are packed, and gradients that are packed once for several parts of the channels.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void AgreesWithThePlainBodiesOnManyChannels(int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Parity.Compare<ConvCase>(new([2, 130, 6, 5], [70, 130, 3, 3], new() { Padding = 1 }), plain, tuned);
        Parity.Compare<ConvCase>(new([2, 510, 4, 3], [254, 255, 3, 3], new() { Padding = 1, Groups = 2 }), plain, tuned);
        Parity.Compare<ConvCase>(new([1, 510, 5, 5], [131, 510, 3, 3], new() { Padding = 1, Stride = 2 }), plain, tuned);
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<ConvCase>(25);

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
}
