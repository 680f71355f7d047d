namespace Equivariant.Gpu;

/// <summary>Shapes of <see cref="ImplicitGemmTiles"/>.</summary>
internal readonly record struct ImplicitGemmArgs
{
    public ImplicitGemmArgs(in OutputGrid grid, in ConvGeometry g)
    {
        (D, H, W) = (grid.D, grid.H, grid.W);
        (Taps, PixelsPerImage, Columns) = (grid.Taps, grid.PixelsPerImage, grid.Pixels);
        (Groups, KernelH, KernelW) = (g.Groups, g.Kernel.H, g.Kernel.W);
    }

    public OutputAxis D { get; }

    public OutputAxis H { get; }

    public OutputAxis W { get; }

    public int Taps { get; }

    public int PixelsPerImage { get; }

    /// <summary>Pixels of all images.</summary>
    public int Columns { get; private init; }

    public int Groups { get; }

    public int KernelH { get; }

    public int KernelW { get; }

    /// <summary>Channels of a group of the source.</summary>
    public int Channels { get; init; }

    /// <summary>Channels of a group of the result.</summary>
    public int Rows { get; init; }

    /// <summary>1 where each row has a number to add.</summary>
    public int HasBias { get; init; }

    /// <summary>From group to group of the weight; its taps lie side by side.</summary>
    public int WeightGroup { get; init; }

    /// <summary>From row to row of the weight.</summary>
    public int WeightRow { get; init; }

    /// <summary>From channel to channel of the weight.</summary>
    public int WeightChannel { get; init; }

    /// <summary>Channels, and rows, of the packed weights: whole slices and tiles.</summary>
    public int PackedChannels => (Channels + Tile.Depth - 1) / Tile.Depth * Tile.Depth;

    public int PackedRows => Tile.Count(Rows) * Tile.Size;

    /// <summary>Slices of the inner axis.</summary>
    public int Slices => Taps * (PackedChannels / Tile.Depth);

    /// <summary>The same product over fewer images.</summary>
    public ImplicitGemmArgs OfImages(int count) => this with { Columns = count * PixelsPerImage };

    /// <summary>The image and the place of a column.</summary>
    public (int Image, int D, int H, int W) Pixel(int column)
    {
        var image = column / PixelsPerImage;
        var pixel = column - (image * PixelsPerImage);
        var row = pixel / W.Pixels;
        var plane = row / H.Pixels;
        return (image, plane, row - (plane * H.Pixels), pixel - (row * W.Pixels));
    }

    /// <summary>Whether a place lies in the source.</summary>
    public bool IsInside(int d, int h, int w) =>
        d >= 0 && d < D.Source && h >= 0 && h < H.Source && w >= 0 && w < W.Source;

    /// <summary>A place in a plane of the source, flat.</summary>
    public int Cell(int d, int h, int w) => (((d * H.Source) + h) * W.Source) + w;
}
