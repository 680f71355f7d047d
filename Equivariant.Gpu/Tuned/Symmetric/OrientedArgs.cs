namespace Equivariant.Gpu;

/// <summary>What the kernels of a maximum over oriented copies are told.</summary>
internal readonly struct OrientedArgs(SymmetricConvPlan plan, OrientedPasses passes, in Operands operands)
{
    /// <summary>The convolution by one copy.</summary>
    public readonly ConvGeometry Geometry = plan.Geometry;

    /// <summary>Products of a channel and an output.</summary>
    public readonly int Products = passes.Products;

    public readonly int Copies = plan.Copies, HasBias = operands.C is null ? 0 : 1, KeepsArgMax = operands.J is null ? 0 : 1;

    /// <summary>Tiles that cover some rows.</summary>
    public static int Tiles(int rows, int tileRows) => (rows + tileRows - 1) / tileRows;

    /// <summary>Channels with those that fill the last slice.</summary>
    public static int Padded(int channels, int atOnce) => Tiles(channels, atOnce) * atOnce;

    /// <summary>Numbers of packed parameters.</summary>
    public static long PackedCount(int groups, int rows, int channels, int products, int tileRows, int channelsAtOnce) =>
        (long)groups * Tiles(rows, tileRows) * tileRows * Padded(channels, channelsAtOnce) * products;
}
