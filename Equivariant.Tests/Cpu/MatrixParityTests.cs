namespace Equivariant.Tests.Cpu;

/// <summary>Tuned matrix products and linear layers against the plain bodies on random shapes,
/// for every width of vectors.</summary>
public class MatrixParityTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void AgreesWithThePlainBodies(int vectorBits)
    {
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Parity.OnRandomCases<MatrixCase>(40, tuned);
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<MatrixCase>(20);
}
