namespace Equivariant.Cpu;

/// <summary>How a product with points as rows is dealt out: blocks of points, groups, and some panels of the result's channels.
/// No sum depends on it, so it may follow the number of threads.</summary>
internal readonly struct PointPlan<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work for each thread, which even out their speeds.</summary>
    private const int PiecesAThread = 8;

    private const int FewestPoints = 48;

    private readonly int groups, panelsAtOnce;

    /// <summary>Plans a product.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="rows">Result channels of a group.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <param name="mostPoints">The most points of a block.</param>
    public PointPlan(in Sweep sweep, int groups, int rows, int threads, int mostPoints)
    {
        (this.groups, Panels) = (groups, new(rows));
        var pieces = PiecesAThread * threads;
        var share = (int)((long)sweep.Points * groups / pieces);
        var most = Math.Max(FewestPoints, Math.Min(share, mostPoints));
        // Whole rows: what lies around them is copied as well.
        var row = sweep.W.Points;
        Blocks = new Blocks(sweep, most < row ? most : most / row * row);
        var wanted = Math.Clamp(pieces / Math.Max(1, Blocks.Count * groups), 1, Panels.Count);
        panelsAtOnce = (Panels.Count + wanted - 1) / wanted;
        Count = Blocks.Count * groups * ((Panels.Count + panelsAtOnce - 1) / panelsAtOnce);
    }

    public Blocks Blocks { get; }

    /// <summary>Panels of the result channels of a group.</summary>
    public ColumnPanels<TVector> Panels { get; }

    /// <summary>Number of pieces.</summary>
    public int Count { get; }

    /// <summary>The points, the group and the panels of a piece.</summary>
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
