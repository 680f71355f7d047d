namespace Equivariant.Cpu;

/// <summary>The slabs and rows of an image's source that the points of a block see, padding included.</summary>
/// <param name="FirstD">First slab of points.</param>
/// <param name="Slabs">Slabs of cells.</param>
/// <param name="FirstH">First row of points.</param>
/// <param name="Rows">Rows of cells in each slab.</param>
internal readonly record struct BlockPart(int FirstD, int Slabs, int FirstH, int Rows)
{
    /// <summary>The part in <paramref name="image"/> of the points from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static BlockPart Of(in Sweep sweep, int start, int end, int image)
    {
        var (row, rows) = (sweep.W.Points, sweep.D.Points * sweep.H.Points);
        var first = (Math.Max(start, image * sweep.PointsPerImage) / row) - (image * rows);
        var last = ((Math.Min(end, (image + 1) * sweep.PointsPerImage) - 1) / row) - (image * rows);
        var (firstD, lastD) = (first / sweep.H.Points, last / sweep.H.Points);
        var (firstH, lastH) = firstD == lastD ? (first % sweep.H.Points, last % sweep.H.Points) : (0, sweep.H.Points - 1);
        return new(
            firstD, ((lastD - firstD) * sweep.D.Step) + sweep.D.Reach + 1,
            firstH, ((lastH - firstH) * sweep.H.Step) + sweep.H.Reach + 1);
    }

    /// <summary>The most slabs and rows that any image has in the block.</summary>
    public static (int Slabs, int Rows) Most(in Sweep sweep, int start, int end)
    {
        var (slabs, rows) = (0, 0);
        for (var image = start / sweep.PointsPerImage; image <= (end - 1) / sweep.PointsPerImage; image++)
        {
            var part = Of(sweep, start, end, image);
            (slabs, rows) = (Math.Max(slabs, part.Slabs), Math.Max(rows, part.Rows));
        }
        return (slabs, rows);
    }
}
