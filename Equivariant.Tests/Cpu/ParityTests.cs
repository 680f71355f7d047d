namespace Equivariant.Tests.Cpu;

/// <summary>Tuned kernels other than convolutions: they agree with the plain bodies on random shapes, and do not depend on the
/// number of threads.</summary>
public class ParityTests
{
    [Fact]
    public void FunctionsOfElementsBroadcastsAveragesAndLosses()
    {
        Parity.OnRandomCases<ElementwiseCase>(200, Device.Cpu);
        Parity.AcrossThreads<ElementwiseCase>(80);
    }

    [Fact]
    public void MovesAndMaxima()
    {
        Parity.OnRandomCases<ExactCase>(200, Device.Cpu);
        Parity.AcrossThreads<ExactCase>(80);
    }

    [Fact]
    public void UpdatesOfParameters()
    {
        Parity.OnRandomCases<OptimizerCase>(20, Device.Cpu);
        Parity.AcrossThreads<OptimizerCase>(8);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void MatrixProductsAndLinearLayersAtEveryWidthOfVectors(int vectorBits)
    {
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Parity.OnRandomCases<MatrixCase>(40, tuned);
    }

    [Fact]
    public void MatrixProductsDoNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<MatrixCase>(20);
}
