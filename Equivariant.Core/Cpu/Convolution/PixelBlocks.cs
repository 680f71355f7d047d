namespace Equivariant.Cpu;

/// <summary>
/// The pixels of an output grid cut into blocks that are worked on at once. Short rows share a block, even across images; long
/// ones are cut, so that a block sees few rows of the source.
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

/// <summary>How a product with pixels as rows is dealt out: blocks of pixels, groups, and some panels of the result's channels.
/// No sum depends on it, so it may follow the number of threads.</summary>
internal readonly struct BlockScheduler<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work for each thread, which even out their speeds.</summary>
    private const int PiecesAThread = 8;

    private const int FewestPixels = 48;

    private readonly int groups, panelsAtOnce;

    /// <summary>Plans a product.</summary>
    /// <param name="grid">The pattern of reading.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="rows">Result channels of a group.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <param name="mostPixels">The most pixels of a block.</param>
    public BlockScheduler(in OutputGrid grid, int groups, int rows, int threads, int mostPixels)
    {
        (this.groups, Panels) = (groups, new(rows));
        var pieces = PiecesAThread * threads;
        var share = (int)((long)grid.Pixels * groups / pieces);
        var most = Math.Max(FewestPixels, Math.Min(share, mostPixels));
        // Whole rows: what lies around them is copied as well.
        var row = grid.W.Pixels;
        Blocks = new PixelBlocks(grid, most < row ? most : most / row * row);
        var wanted = Math.Clamp(pieces / Math.Max(1, Blocks.Count * groups), 1, Panels.Count);
        panelsAtOnce = (Panels.Count + wanted - 1) / wanted;
        Count = Blocks.Count * groups * ((Panels.Count + panelsAtOnce - 1) / panelsAtOnce);
    }

    public PixelBlocks Blocks { get; }

    /// <summary>Panels of the result channels of a group.</summary>
    public ColumnPanels<TVector> Panels { get; }

    /// <summary>Number of pieces.</summary>
    public int Count { get; }

    /// <summary>The pixels, the group and the panels of a piece.</summary>
    public (int Start, int End, int Group, int FirstPanel, int LastPanel) this[int index]
    {
        get
        {
            var (start, end) = Blocks[index % Blocks.Count];
            var firstPanel = index / Blocks.Count / groups * panelsAtOnce;
            return (start, end, index / Blocks.Count % groups, firstPanel, Math.Min(Panels.Count, firstPanel + panelsAtOnce));
        }
    }
}
