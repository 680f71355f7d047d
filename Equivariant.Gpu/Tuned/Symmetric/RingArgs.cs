namespace Equivariant.Gpu;

/// <summary>Shapes of <see cref="RingSums"/>: which planes are read, where their points lie, and the part that one group of
/// threads has in shared memory.</summary>
internal readonly record struct RingArgs
{
    /// <summary>The sums that a convolution of stride 1 takes of its input.</summary>
    public static RingArgs Forward(in ConvGeometry g, int parameters)
    {
        var first = new Volume(-g.Padding.D, -g.Padding.H, -g.Padding.W);
        return Of(g, g.Input, g.Output, first, parameters, g.Batch * g.InChannels) with { Mirrored = 0 };
    }

    /// <summary>The sums that its data gradient takes of the output's gradient: the same taps, seen from the other
    /// side.</summary>
    public static RingArgs Gradient(in ConvGeometry g, int parameters)
    {
        var first = new Volume(
            g.Padding.D - ((g.Kernel.D - 1) * g.Dilation.D), g.Padding.H - ((g.Kernel.H - 1) * g.Dilation.H),
            g.Padding.W - ((g.Kernel.W - 1) * g.Dilation.W));
        return Of(g, g.Output, g.Input, first, parameters, g.Batch * g.OutChannels) with { Mirrored = 1 };
    }

    public Volume Source { get; private init; }

    public Volume Points { get; private init; }

    /// <summary>The cell that the first tap of point 0 meets.</summary>
    public Volume First { get; private init; }

    public Volume Kernel { get; private init; }

    public Volume Dilation { get; private init; }

    public int Parameters { get; private init; }

    /// <summary>1 where the last tap comes first.</summary>
    public int Mirrored { get; private init; }

    public int Planes { get; init; }

    public int GroupPlanes { get; private init; }

    /// <summary>Rows and columns of the points of a group; powers of two.</summary>
    public int TileH { get; private init; }

    public int TileW { get; private init; }

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

    private static RingArgs Of(
        in ConvGeometry g, Volume source, Volume points, Volume first, int parameters, int planes)
    {
        var args = new RingArgs
        {
            Source = source, Points = points, First = first, Kernel = g.Kernel, Dilation = g.Dilation, Parameters = parameters,
            Planes = planes, TileH = Cover(points.H), TileW = Cover(points.W),
        };
        while (args.GroupCells > RingSums.MostCells && args.TileH * args.TileW > 1)
            args = args.TileH >= args.TileW ? args with { TileH = args.TileH / 2 } : args with { TileW = args.TileW / 2 };
        var most = Math.Min(RingSums.Items / (args.TileH * args.TileW), RingSums.MostCells / args.GroupCells);
        return args with { GroupPlanes = Math.Min(most, planes) };
    }

    /// <summary>A power of two that covers an axis, or 32.</summary>
    private static int Cover(int points) =>
        (int)Math.Min(32, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)points));
}
