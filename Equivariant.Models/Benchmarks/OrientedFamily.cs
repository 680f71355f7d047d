namespace Equivariant.Benchmarks;

/// <summary>
/// The maximum over turned and mirrored copies of a 3×3 kernel. The group's transform leaves 9 products for the flips, 11 and 12
/// for 4 and 8 turns, 13 for D4, in place of 9 for each copy; 25 for the flips of a 5×5 kernel in place of 75.
/// </summary>
internal sealed class OrientedFamily : BenchFamily
{
    private static readonly ConvShape Shape = new(), Large = new(128, 14, 5);

    public override int Order => 30;

    public override IEnumerable<BenchCase> Cases =>
    [
        Case("rot4max-3x3", Shape, RotatedKernels.Create(4)),
        Case("rot8max-3x3", Shape, RotatedKernels.Create(8)),
        Case("flip3max-3x3", Shape, FlippedKernels.Create(Shape.Kernel, FlipSet.HorizontalVertical)),
        Case("flip4max-3x3", Shape, FlippedKernels.Create(Shape.Kernel, FlipSet.Klein)),
        Case("flip3max-5x5", Large, FlippedKernels.Create(Large.Kernel, FlipSet.HorizontalVertical)),
        Case("d4max-3x3", Shape, DihedralKernels.Create(Shape.Kernel)),
    ];

    private static BenchCase Case(string name, ConvShape shape, KernelIndexMap map) => new(name, ConvShape.Batch,
        (batch, device, rng) => new SymmetricConvWorkload(shape, map, batch, device, rng));
}
