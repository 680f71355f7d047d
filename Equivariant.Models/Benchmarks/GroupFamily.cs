namespace Equivariant.Benchmarks;

/// <summary>Group convolutions of 256 maps to 256 maps of 14×14: 64 channels in four orientations, 32 in eight; and of twice as many. By
/// dense kernels they cost what the plain convolution of as many maps does.</summary>
internal sealed class GroupFamily : BenchFamily
{
    private const int Maps = 256, Size = 14;

    public override int Order => 35;

    public override IEnumerable<BenchCase> Cases =>
    [
        Case("p4-3x3", Maps, SymmetryGroups.C4), Case("p4m-3x3", Maps, SymmetryGroups.D4),
        Case("p4-3x3-512", 2 * Maps, SymmetryGroups.C4), Case("p4m-3x3-512", 2 * Maps, SymmetryGroups.D4),
    ];

    private static BenchCase Case(string name, int maps, SymmetryGroup group) => new(name, ConvShape.Batch,
        (batch, device, rng) => new GroupConvWorkload(new ConvShape(maps, Size), group, batch, device, rng));
}
