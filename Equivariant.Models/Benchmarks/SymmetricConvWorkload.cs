namespace Equivariant.Benchmarks;

/// <summary><see cref="Ops.SymmetricConv"/>, the copies of the kernel reduced by their maximum.</summary>
internal sealed class SymmetricConvWorkload(ConvShape shape, KernelIndexMap map, int batch, Device device, Rng rng)
    : ConvWorkload(shape, [shape.Channels, shape.Channels, map.Parameters], batch, device, rng)
{
    private const OrientationReduction Reduction = OrientationReduction.Max;

    private readonly double factorisedProducts =
        shape.ProductsPerTap(batch) * (SymmetricConvChoice.FactorisedProducts(map, Reduction) ?? double.NaN);

    private readonly ConvOptions options = shape.Options;
    private readonly IndexTables tables = new(map, device);

    public override double DenseProducts { get; } = shape.ProductsPerTap(batch) * map.Taps * map.Orientations;

    public override double WorkProducts => Way.IsTransformed() ? factorisedProducts : DenseProducts;

    public override SymmetricConvPath Way { get; } = SymmetricConvChoice.Of(
        device, shape.Maps(batch), [shape.Channels, shape.Channels, map.Parameters], map, shape.Options, Reduction);

    public override void Dispose()
    {
        base.Dispose();
        tables.Dispose();
    }

    protected override Tensor Apply(Tensor x, Tensor theta) => Ops.SymmetricConv(x, theta, null, tables, options, Reduction);
}
