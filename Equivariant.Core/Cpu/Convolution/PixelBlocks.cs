namespace Equivariant.Cpu;

/// <summary>
/// The pixels of a output grid cut into blocks that are worked on at once. Short rows share a block, even across images; long ones are
/// cut, so that a block sees few rows of the source.
/// </summary>
internal readonly struct PixelBlocks
{
    private readonly int pixels, row, size, perRow;

    /// <summary>Blocks of about <paramref name="size"/> pixels.</summary>
    public PixelBlocks(in OutputGrid grid, int size)
    {
        (pixels, row, this.size) = (grid.Pixels, grid.W.Pixels, size);
        perRow = row > size ? (row + size - 1) / size : 0;
        Count = perRow > 0 ? pixels / row * perRow : (pixels + size - 1) / size;
    }

    public int Count { get; }

    /// <summary>The most pixels a block has.</summary>
    public int Largest => perRow > 0 ? (row + perRow - 1) / perRow : size;

    /// <summary>First pixel of a block, and the pixel after its last.</summary>
    public (int Start, int End) this[int block]
    {
        get
        {
            if (perRow == 0)
                return (block * size, Math.Min(pixels, (block + 1) * size));
            var start = block / perRow * row;
            var (part, length) = (block % perRow, Largest);
            return (start + Math.Min(row, part * length), start + Math.Min(row, (part + 1) * length));
        }
    }
}
