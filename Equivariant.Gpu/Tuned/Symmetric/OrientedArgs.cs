namespace Equivariant.Gpu;

/// <summary>What the kernels of a maximum over oriented copies are told.</summary>
internal readonly struct OrientedArgs(SymmetricConvPlan plan, in Operands operands)
{
    public readonly ConvGeometry Geometry = plan.Geometry;

    public readonly int Products = plan.Transform!.Products;

    public readonly int Copies = plan.Copies, HasBias = operands.C is null ? 0 : 1, KeepsArgMax = operands.J is null ? 0 : 1;

    public static int Tiles(int rows, int tileRows) => (rows + tileRows - 1) / tileRows;

    /// <summary>Channels with those that fill the last slice.</summary>
    public static int Padded(int channels, int atOnce) => Tiles(channels, atOnce) * atOnce;

    public static long PackedCount(int groups, int rows, int channels, int products, int tileRows, int channelsAtOnce) =>
        (long)groups * Tiles(rows, tileRows) * tileRows * Padded(channels, channelsAtOnce) * products;
}
