namespace Equivariant.Cpu;

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
