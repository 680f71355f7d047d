namespace Equivariant.Cpu;

/// <summary>The slabs and rows of an image's source that the pixels of a block see, padding included.</summary>
/// <param name="FirstD">First slab of pixels.</param>
/// <param name="Slabs">Slabs of cells.</param>
/// <param name="FirstH">First row of pixels.</param>
/// <param name="Rows">Rows of cells in each slab.</param>
internal readonly record struct InputPatch(int FirstD, int Slabs, int FirstH, int Rows)
{
    /// <summary>The part in <paramref name="image"/> of the pixels from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static InputPatch Of(in OutputGrid grid, int start, int end, int image)
    {
        var (row, rows) = (grid.W.Pixels, grid.D.Pixels * grid.H.Pixels);
        var first = (Math.Max(start, image * grid.PixelsPerImage) / row) - (image * rows);
        var last = ((Math.Min(end, (image + 1) * grid.PixelsPerImage) - 1) / row) - (image * rows);
        var (firstD, lastD) = (first / grid.H.Pixels, last / grid.H.Pixels);
        var (firstH, lastH) = firstD == lastD ? (first % grid.H.Pixels, last % grid.H.Pixels) : (0, grid.H.Pixels - 1);
        return new(
            firstD, ((lastD - firstD) * grid.D.Step) + grid.D.Reach + 1,
            firstH, ((lastH - firstH) * grid.H.Step) + grid.H.Reach + 1);
    }

    /// <summary>The most slabs and rows that any image has in the block.</summary>
    public static (int Slabs, int Rows) Most(in OutputGrid grid, int start, int end)
    {
        var (slabs, rows) = (0, 0);
        for (var image = start / grid.PixelsPerImage; image <= (end - 1) / grid.PixelsPerImage; image++)
        {
            var part = Of(grid, start, end, image);
            (slabs, rows) = (Math.Max(slabs, part.Slabs), Math.Max(rows, part.Rows));
        }
        return (slabs, rows);
    }
}
