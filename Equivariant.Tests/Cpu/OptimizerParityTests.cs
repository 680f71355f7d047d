namespace Equivariant.Tests.Cpu;

/// <summary>Tuned updates of parameters against the plain bodies.</summary>
public class OptimizerParityTests
{
    [Fact]
    public void AgreesWithThePlainBodies() => Parity.OnRandomCases<OptimizerCase>(20, Device.Cpu);

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<OptimizerCase>(8);
}
