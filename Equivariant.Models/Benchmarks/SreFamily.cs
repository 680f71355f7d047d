namespace Equivariant.Benchmarks;

/// <summary>SRE-Conv: one weight for each ring of the kernel, so the factorised way has one product for each ring.</summary>
internal sealed class SreFamily : BenchFamily
{
    public override int Order => 20;

    public override IEnumerable<BenchCase> Cases => new[] { 3, 5, 7, 9 }.Select(Case);

    private static BenchCase Case(int size)
    {
        var shape = new ConvShape(KernelSize: size);
        var map = SreRings.Create(shape.Kernel);
        return new BenchCase($"sre-{size}x{size}", ConvShape.Batch,
            (batch, device, rng) => new SymmetricConvWorkload(shape, map, batch, device, rng));
    }
}
