using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>
/// A weight in the order in which tiles read it: for the channels of one register sum, tile by tile, the rows of a tile side by
/// side. Indices are (channels, rows of a tile, group).
/// </summary>
internal readonly unsafe struct PackedWeight<TVector>(SweepProduct product, float* packed) : IRange
    where TVector : struct, IVector<TVector>
{
    public int Count => product.Groups * Blocks(product) * Tiles(product);

    /// <summary>Numbers in all.</summary>
    public static long Room(in SweepProduct product) => (long)product.Groups * Blocks(product) * BlockSize(product);

    /// <summary>Where the rows of a group start, for register sums from a channel on.</summary>
    public static nint Place(in SweepProduct product, int group, int channel) =>
        ((nint)(group * Blocks(product)) + (channel / product.ChannelsAtOnce)) * BlockSize(product);

    /// <summary>Where a row starts, in register sums of <paramref name="length"/> factors.</summary>
    public static int Offset(int row, int length) =>
        (row / Tile<TVector>.Rows * Tile<TVector>.Rows * length) + (row % Tile<TVector>.Rows);

    /// <summary>Where the k-th factor of a row lies.</summary>
    public static int Step(int k) => k * Tile<TVector>.Rows;

    public void Run(int start, int end)
    {
        var (terms, atOnce) = (product.Terms, product.ChannelsAtOnce);
        for (var index = start; index < end; index++)
        {
            var row = index % Tiles(product) * Tile<TVector>.Rows;
            var channel = index / Tiles(product) % Blocks(product) * atOnce;
            var group = index / Tiles(product) / Blocks(product);
            var rows = Math.Min(Tile<TVector>.Rows, product.Rows - row);
            var factors = Math.Min(atOnce, product.Channels - channel) * terms;
            Transposer.Run(
                product.Weight + ((nint)group * product.WeightGroup) + ((nint)row * product.WeightRow)
                + (channel * product.WeightChannel),
                product.WeightRow, rows, factors,
                packed + Place(product, group, channel) + Offset(row, atOnce * terms), Tile<TVector>.Rows);
        }
    }

    private static int Tiles(in SweepProduct product) => (product.Rows + Tile<TVector>.Rows - 1) / Tile<TVector>.Rows;

    private static int Blocks(in SweepProduct product) =>
        (product.Channels + product.ChannelsAtOnce - 1) / product.ChannelsAtOnce;

    private static int BlockSize(in SweepProduct product) =>
        Tiles(product) * Tile<TVector>.Rows * product.ChannelsAtOnce * product.Terms;
}
