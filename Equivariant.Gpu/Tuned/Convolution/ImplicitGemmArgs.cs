namespace Equivariant.Gpu;

/// <summary>
/// Shapes of <see cref="ImplicitGemmTiles"/>. Columns are the pixels of all images, channels those of a group of the source, rows
/// those of a group of the result. The weight's strides go from group to group, row to row and channel to channel; its taps lie
/// side by side.
/// </summary>
internal readonly record struct ImplicitGemmArgs(
    OutputAxis D, OutputAxis H, OutputAxis W, int Taps, int PixelsPerImage, int Columns, int Groups, int KernelH, int KernelW,
    int Channels, int Rows, int HasBias, int WeightGroup, int WeightRow, int WeightChannel)
{
    public ImplicitGemmArgs(in OutputGrid grid, in ConvGeometry g)
        : this(
            grid.D, grid.H, grid.W, grid.Taps, grid.PixelsPerImage, grid.Pixels, g.Groups, g.Kernel.H, g.Kernel.W, 0, 0, 0, 0, 0, 0)
    {
    }

    /// <summary>Channels, and rows, of the packed weights: whole slices and tiles.</summary>
    public int PackedChannels => (Channels + Tile.Depth - 1) / Tile.Depth * Tile.Depth;

    public int PackedRows => Tile.Count(Rows) * Tile.Size;

    /// <summary>Slices of the inner axis.</summary>
    public int Slices => Taps * (PackedChannels / Tile.Depth);

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

    public bool IsInside(int d, int h, int w) =>
        d >= 0 && d < D.Source && h >= 0 && h < H.Source && w >= 0 && w < W.Source;

    /// <summary>A place in a plane of the source, flat.</summary>
    public int Cell(int d, int h, int w) => (((d * H.Source) + h) * W.Source) + w;
}
