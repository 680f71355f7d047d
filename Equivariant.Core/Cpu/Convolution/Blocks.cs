namespace Equivariant.Cpu;

/// <summary>
/// The points of a sweep cut into blocks that are worked on at once. Short rows share a block, even across images; long ones are
/// cut, so that a block sees few rows of the source.
/// </summary>
internal readonly struct Blocks
{
    private readonly int points, row, size, perRow;

    /// <summary>Blocks of about <paramref name="size"/> points.</summary>
    public Blocks(in Sweep sweep, int size)
    {
        (points, row, this.size) = (sweep.Points, sweep.W.Points, size);
        perRow = row > size ? (row + size - 1) / size : 0;
        Count = perRow > 0 ? points / row * perRow : (points + size - 1) / size;
    }

    public int Count { get; }

    /// <summary>The most points a block has.</summary>
    public int Largest => perRow > 0 ? (row + perRow - 1) / perRow : size;

    /// <summary>First point of a block, and the point after its last.</summary>
    public (int Start, int End) this[int block]
    {
        get
        {
            if (perRow == 0)
                return (block * size, Math.Min(points, (block + 1) * size));
            var start = block / perRow * row;
            var (part, length) = (block % perRow, Largest);
            return (start + Math.Min(row, part * length), start + Math.Min(row, (part + 1) * length));
        }
    }
}
