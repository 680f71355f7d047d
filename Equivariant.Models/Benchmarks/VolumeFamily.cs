namespace Equivariant.Benchmarks;

/// <summary>Convolutions of volumes: 32 channels at 14×14×14, and 64 where wide layers go another way.</summary>
internal sealed class VolumeFamily : BenchFamily
{
    private const int Batch = 8;

    public override int Order => 40;

    public override IEnumerable<BenchCase> Cases => [Sre(5), Plain(3), Plain(5), Turned(""), Turned("-64", 64)];

    private static BenchCase Sre(int size)
    {
        var map = SreRings.Create(Shape(size).Kernel);
        return new BenchCase($"sre3d-{size}", Batch,
            (batch, device, rng) => new SymmetricConvWorkload(Shape(size), map, batch, device, rng));
    }

    /// <summary>The maximum over 24 turned copies; 67 products in place of 648.</summary>
    private static BenchCase Turned(string suffix, int channels = 32)
    {
        var shape = Shape(3) with { Channels = channels };
        var map = GroupKernels.Lifting(SymmetryGroups.CubeRotations, shape.Kernel);
        return new BenchCase($"rot24max3d-3{suffix}", Batch,
            (batch, device, rng) => new SymmetricConvWorkload(shape, map, batch, device, rng));
    }

    private static BenchCase Plain(int size) => new($"plain3d-{size}", Batch,
        (batch, device, rng) => new PlainConvWorkload(Shape(size), batch, device, rng));

    private static ConvShape Shape(int size) => new(32, 14, size, 3);
}
