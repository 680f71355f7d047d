namespace Equivariant.Benchmarks;

/// <summary><see cref="Ops.GroupConv"/>, the orientations among the channels of the shape.</summary>
internal sealed class GroupConvWorkload : ConvWorkload
{
    private readonly ConvOptions options;
    private readonly GroupTables tables;

    public GroupConvWorkload(ConvShape shape, SymmetryGroup group, int batch, Device device, Rng rng)
        : base(shape, Weights(shape, group), batch, device, rng)
    {
        (options, tables) = (shape.Options, new(group, shape.Kernel, device));
        var map = tables.Copies.Map;
        DenseProducts = shape.ProductsPerTap(batch) * (map.Taps / group.Order);
        Way = SymmetricConvChoice.Of(device, shape.Maps(batch), Weights(shape, group), tables, options);
        WorkProducts = Way == SymmetricConvPath.Dense ? DenseProducts
            : DenseProducts * SymmetricConvChoice.FactorisedProducts(map)!.Value / map.Table.Length;
    }

    public override double DenseProducts { get; }

    public override double WorkProducts { get; }

    public override SymmetricConvPath Way { get; }

    public override void Dispose()
    {
        base.Dispose();
        tables.Dispose();
    }

    protected override Tensor Apply(Tensor x, Tensor theta) => Ops.GroupConv(x, theta, null, tables, options);

    private static Shape Weights(ConvShape shape, SymmetryGroup group)
    {
        var channels = shape.Channels / group.Order;
        return [channels, channels, group.Order * shape.Kernel.Aggregate(1, (product, size) => product * size)];
    }
}
