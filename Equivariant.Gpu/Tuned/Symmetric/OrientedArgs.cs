using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>What the kernels of a maximum over oriented copies are told.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct OrientedArgs(in SymmetricConvArgs args, PackedTransform codes, int products)
{
    /// <summary>The convolution by one copy.</summary>
    public readonly ConvGeometry Geometry = args.Geometry;

    public readonly PackedTransform Codes = codes;

    /// <summary>Products of a channel and an output.</summary>
    public readonly int Products = products;

    public readonly int Copies = args.Copies, HasBias = args.HasBias, KeepsArgMax = args.KeepsArgMax;

    /// <summary>Tiles that cover some rows.</summary>
    public static int Tiles(int rows, int tileRows) => (rows + tileRows - 1) / tileRows;

    /// <summary>Channels with those that fill the last slice.</summary>
    public static int Padded(int channels, int atOnce) => Tiles(channels, atOnce) * atOnce;

    /// <summary>Numbers of packed parameters.</summary>
    public static long PackedCount(int groups, int rows, int channels, int products, int tileRows, int channelsAtOnce) =>
        (long)groups * Tiles(rows, tileRows) * tileRows * Padded(channels, channelsAtOnce) * products;
}
