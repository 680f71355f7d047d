namespace Equivariant.Benchmarks;

/// <summary><see cref="Ops.Conv"/>.</summary>
internal sealed class PlainConvWorkload(ConvShape shape, int batch, Device device, Rng rng)
    : ConvWorkload(shape, [shape.Channels, shape.Channels, .. shape.Kernel], batch, device, rng)
{
    private readonly ConvOptions options = shape.Options;

    public override double DenseProducts { get; } = shape.ProductsPerTap(batch) * Math.Pow(shape.KernelSize, shape.Rank);

    public override double WorkProducts => DenseProducts;

    public override SymmetricConvPath Way { get; } = Ordinary(device);

    protected override Tensor Apply(Tensor x, Tensor theta) => Ops.Conv(x, theta, null, options);
}
