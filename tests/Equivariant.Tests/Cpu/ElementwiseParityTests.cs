namespace Equivariant.Tests.Cpu;

/// <summary>Functions of elements, broadcasts and average pools by vectors against the plain bodies.</summary>
public class ElementwiseParityTests
{
    [Fact]
    public void AgreesWithThePlainBodies() => Parity.OnRandomCases<ElementwiseCase>(100, Device.Cpu);

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<ElementwiseCase>(40);
}
