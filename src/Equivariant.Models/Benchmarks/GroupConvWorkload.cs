using Equivariant.Symmetry;

namespace Equivariant.Benchmarks;

/// <summary><see cref="Ops.GroupConv"/>, the orientations among the channels of the shape.</summary>
/// <param name="shape">Shape of the convolution.</param>
/// <param name="group">The group.</param>
/// <param name="batch">Images.</param>
/// <param name="device">Where.</param>
/// <param name="rng">Draws the operands.</param>
internal sealed class GroupConvWorkload(ConvShape shape, SymmetryGroup group, int batch, Device device, Rng rng)
    : ConvWorkload(shape, Weights(shape, group), batch, device, rng)
{
    private readonly ConvOptions options = shape.Options;
    private readonly GroupTables tables = new(group, shape.Kernel, device);

    public override double DenseProducts { get; } = shape.ProductsPerTap(batch) * Taps(shape);

    public override double WorkProducts => Way == SymmetricConvPath.Dense ? DenseProducts
        : DenseProducts * SymmetricConvChoice.FactorisedProducts(tables.Copies.Map)!.Value / tables.Copies.Map.Table.Length;

    public override SymmetricConvPath Way { get; } = WayOf(shape, group, batch, device);

    public override void Dispose()
    {
        base.Dispose();
        tables.Dispose();
    }

    protected override Tensor Apply(Tensor x, Tensor theta) => Ops.GroupConv(x, theta, null, tables, options);

    private static SymmetricConvPath WayOf(ConvShape shape, SymmetryGroup group, int batch, Device device)
    {
        using var tables = new GroupTables(group, shape.Kernel, device);
        return SymmetricConvChoice.Of(device, shape.Maps(batch), Weights(shape, group), tables, shape.Options);
    }

    private static Shape Weights(ConvShape shape, SymmetryGroup group) =>
        [shape.Channels / group.Order, shape.Channels / group.Order, group.Order * Taps(shape)];

    private static int Taps(ConvShape shape) => shape.Kernel.Aggregate(1, (product, size) => product * size);
}
