using Equivariant.Symmetry;

namespace Equivariant.Benchmarks;

/// <summary>Group convolutions of 256 maps to 256 maps of 14×14: 64 channels in four orientations, 32 in eight. By dense kernels they
/// cost what the plain convolution of as many maps does.</summary>
internal sealed class GroupFamily : BenchFamily
{
    private static readonly ConvShape Shape = new(256, 14);

    public override int Order => 35;

    public override IEnumerable<BenchCase> Cases => [Case("p4-3x3", SymmetryGroups.C4), Case("p4m-3x3", SymmetryGroups.D4)];

    private static BenchCase Case(string name, SymmetryGroup group) => new(name, ConvShape.Batch,
        (batch, device, rng) => new GroupConvWorkload(Shape, group, batch, device, rng));
}
