namespace Equivariant.Benchmarks;

/// <summary>Plain convolutions of images: the 3×3 that everything is compared with, and other sizes on smaller maps.</summary>
internal sealed class PlainFamily : BenchFamily
{
    public override int Order => 10;

    public override IEnumerable<BenchCase> Cases =>
    [
        Case(new ConvShape(128, 14, 1)), Case(new ConvShape()), Case(new ConvShape(256, 7), "-256"),
        Case(new ConvShape(128, 14, 5)), Case(new ConvShape(128, 14, 7)),
    ];

    private static BenchCase Case(ConvShape shape, string suffix = "") => new(
        $"plain-{shape.KernelSize}x{shape.KernelSize}{suffix}", ConvShape.Batch,
        (batch, device, rng) => new PlainConvWorkload(shape, batch, device, rng));
}
