namespace Equivariant.Tests.Cpu;

/// <summary>Ops that move, drop or choose elements against the plain bodies: equal to the bit.</summary>
public class ExactParityTests
{
    [Fact]
    public void AgreesWithThePlainBodies() => Parity.OnRandomCases<ExactCase>(200, Device.Cpu);

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads() => Parity.AcrossThreads<ExactCase>(80);
}
