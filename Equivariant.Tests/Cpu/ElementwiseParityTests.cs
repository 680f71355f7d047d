namespace Equivariant.Tests.Cpu;

/// <summary>Functions of elements, broadcasts, average pools, reductions and losses against the plain bodies.</summary>
public class ElementwiseParityTests
{
    [Fact]
    public void AgreesWithThePlainBodies() => Parity.OnRandomCases<ElementwiseCase>(200, Device.Cpu);

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<ElementwiseCase>(80);
}
