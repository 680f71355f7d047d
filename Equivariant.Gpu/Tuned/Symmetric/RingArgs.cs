namespace Equivariant.Gpu;

/// <summary>Shapes of <see cref="RingSums"/>: which planes are read, where their points lie, and the part that one group of
/// threads has in shared memory.</summary>
/// <param name="Source">Cells of a plane that is read.</param>
/// <param name="Points">Points of a plane of sums.</param>
/// <param name="First">The cell that the first tap of point 0 meets.</param>
/// <param name="Kernel">Taps along each axis.</param>
/// <param name="Dilation">Cells from tap to tap.</param>
/// <param name="Parameters">Sums of a point.</param>
/// <param name="Mirrored">1 where the last tap comes first.</param>
/// <param name="Planes">Planes that are read.</param>
/// <param name="GroupPlanes">Planes of a group of threads.</param>
/// <param name="TileH">Rows of the points of a group; a power of two.</param>
/// <param name="TileW">Columns of them; a power of two.</param>
internal readonly record struct RingArgs(
    Volume Source, Volume Points, Volume First, Volume Kernel, Volume Dilation, int Parameters, int Mirrored, int Planes,
    int GroupPlanes, int TileH, int TileW)
{
    /// <summary>Rows of a group's points with what their taps reach.</summary>
    public int SpanH => TileH + ((Kernel.H - 1) * Dilation.H);

    public int SpanW => TileW + ((Kernel.W - 1) * Dilation.W);

    /// <summary>Cells of one plane that a group has in shared memory: a layer for each tap along the depth.</summary>
    public int GroupCells => Kernel.D * SpanH * SpanW;

    /// <summary>Groups along each axis of a plane.</summary>
    public int TilesH => (Points.H + TileH - 1) / TileH;

    public int TilesW => (Points.W + TileW - 1) / TileW;

    public long Groups => (long)TilesW * TilesH * Points.D * ((Planes + GroupPlanes - 1) / GroupPlanes);

    public bool Fits => GroupPlanes > 0 && Kernel.Count <= RingSums.MostTaps;

    /// <summary>The sums that a convolution of stride 1 takes of its input.</summary>
    public static RingArgs Forward(in ConvGeometry g, int parameters)
    {
        var first = new Volume(-g.Padding.D, -g.Padding.H, -g.Padding.W);
        return Of(g, g.Input, g.Output, first, parameters, 0, g.Batch * g.InChannels);
    }

    /// <summary>The sums that its data gradient takes of the output's gradient: the same taps, seen from the other
    /// side.</summary>
    public static RingArgs Gradient(in ConvGeometry g, int parameters)
    {
        var first = new Volume(
            g.Padding.D - ((g.Kernel.D - 1) * g.Dilation.D), g.Padding.H - ((g.Kernel.H - 1) * g.Dilation.H),
            g.Padding.W - ((g.Kernel.W - 1) * g.Dilation.W));
        return Of(g, g.Output, g.Input, first, parameters, 1, g.Batch * g.OutChannels);
    }

    private static RingArgs Of(
        in ConvGeometry g, Volume source, Volume points, Volume first, int parameters, int mirrored, int planes)
    {
        var args = new RingArgs(source, points, first, g.Kernel, g.Dilation, parameters, mirrored, planes, 0,
            Cover(points.H), Cover(points.W));
        while (args.GroupCells > RingSums.MostCells && args.TileH * args.TileW > 1)
            args = args.TileH >= args.TileW ? args with { TileH = args.TileH / 2 } : args with { TileW = args.TileW / 2 };
        var most = Math.Min(RingSums.Items / (args.TileH * args.TileW), RingSums.MostCells / args.GroupCells);
        return args with { GroupPlanes = Math.Min(most, planes) };
    }

    /// <summary>A power of two that covers an axis, or 32.</summary>
    private static int Cover(int points) => (int)Math.Min(32, BitOperations.RoundUpToPowerOf2((uint)points));
}
