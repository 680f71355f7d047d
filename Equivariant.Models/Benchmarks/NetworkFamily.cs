namespace Equivariant.Benchmarks;

/// <summary>Whole networks on colour images of 32×32.</summary>
internal sealed class NetworkFamily : BenchFamily
{
    public override int Order => 50;

    public override IEnumerable<BenchCase> Cases => [Case("resnet18"), Case("sre-resnet18")];

    private static BenchCase Case(string network) => new(
        $"net-{network}", 16, (batch, device, rng) => new NetworkWorkload(network, batch, device, rng), IsNetwork: true);
}
