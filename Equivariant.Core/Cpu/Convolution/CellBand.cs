namespace Equivariant.Cpu;

/// <summary>
/// The part of the source that a block of points sees, turned: the channels of a cell, some at a time, lie side by side in
/// lanes, and cells follow each other with their zero padding. Sums of cells are then sums of whole vectors, wherever the taps
/// lie and however short the rows are.
/// </summary>
internal readonly unsafe struct CellBand : IBand
{
    /// <summary>The most channels side by side: a cache line of them.</summary>
    public const int MostLanes = 16;

    /// <summary>Numbers behind the last cell that are written or read without meaning.</summary>
    public const int Slack = 8 * MostLanes;

    private readonly Sweep sweep;
    private readonly int start, end, lanes, firstImage, images, firstColumn, cellsOfRow, rowStride, slabStride, imageStride;

    /// <summary>Lays out the cells of the points from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public CellBand(in Sweep sweep, int start, int end, int lanes)
    {
        (this.sweep, this.start, this.end, this.lanes) = (sweep, start, end, lanes);
        firstImage = start / sweep.PointsPerImage;
        images = ((end - 1) / sweep.PointsPerImage) - firstImage + 1;
        var row = sweep.W.Points;
        var oneRow = start / row == (end - 1) / row;
        firstColumn = oneRow ? start % row : 0;
        cellsOfRow = (((oneRow ? end - start : row) - 1) * sweep.W.Step) + sweep.W.Reach + 1;
        var (slabs, rows) = BlockPart.Most(sweep, start, end);
        rowStride = cellsOfRow * lanes;
        slabStride = rows * rowStride;
        imageStride = slabs * slabStride;
        Size = (images * imageStride) + Slack;
    }

    /// <summary>Numbers of a band.</summary>
    public int Size { get; }

    /// <summary>Lanes for so many channels: they fall into equal slices, of at most <see cref="MostLanes"/>.</summary>
    public static int LanesFor(int channels) => ((channels + SlicesFor(channels) - 1) / SlicesFor(channels) + 3) / 4 * 4;

    /// <summary>The most numbers that the band of any block takes.</summary>
    public static int Room(in Sweep sweep, in Blocks blocks, int lanes)
    {
        var most = 0;
        for (var block = 0; block < blocks.Count; block++)
        {
            var (start, end) = blocks[block];
            most = Math.Max(most, new CellBand(sweep, start, end, lanes).Size);
        }
        return most;
    }

    /// <summary>From a point to what it sees through a tap.</summary>
    public int TapOffset(Volume offset) => (offset.D * slabStride) + (offset.H * rowStride) + (offset.W * lanes);

    /// <summary>Where a point lies.</summary>
    public int PointOffset(int point)
    {
        var image = point / sweep.PointsPerImage;
        var row = point / sweep.W.Points;
        var part = BlockPart.Of(sweep, start, end, image);
        var (d, h) = ((row / sweep.H.Points % sweep.D.Points) - part.FirstD, (row % sweep.H.Points) - part.FirstH);
        return ((image - firstImage) * imageStride) + (d * sweep.D.Step * slabStride) + (h * sweep.H.Step * rowStride)
            + (((point % sweep.W.Points) - firstColumn) * sweep.W.Step * lanes);
    }

    /// <summary>Turns channels into cells.</summary>
    /// <param name="source">The first channel of image 0.</param>
    /// <param name="imageStride">Elements from image to image of the source.</param>
    /// <param name="channelStride">Elements from channel to channel.</param>
    /// <param name="channels">Channels, at most the lanes.</param>
    /// <param name="to">Room for the cells.</param>
    public void Fill<TRows>(TRows source, nint imageStride, nint channelStride, int channels, float* to)
        where TRows : struct, ICellRows
    {
        var first = sweep.W.First + (firstColumn * sweep.W.Step);
        var before = Math.Clamp(-first, 0, cellsOfRow);
        var inside = Math.Max(0, Math.Min(cellsOfRow, sweep.W.Source - first) - before);
        for (var image = 0; image < images; image++)
        {
            var part = BlockPart.Of(sweep, start, end, firstImage + image);
            for (var slab = 0; slab < part.Slabs; slab++)
            {
                var d = sweep.D.First + (part.FirstD * sweep.D.Step) + slab;
                var into = to + ((nint)image * this.imageStride) + (slab * slabStride);
                for (var row = 0; row < part.Rows; row++, into += rowStride)
                {
                    var h = sweep.H.First + (part.FirstH * sweep.H.Step) + row;
                    if ((uint)d >= (uint)sweep.D.Source || (uint)h >= (uint)sweep.H.Source)
                    {
                        Strip.ClearAndBeyond(into, rowStride);
                        continue;
                    }
                    Strip.ClearAndBeyond(into, before * lanes);
                    var cell = ((((nint)d * sweep.H.Source) + h) * sweep.W.Source) + first + before;
                    var place = ((firstImage + image) * imageStride) + cell;
                    source.Turn(place, channelStride, channels, inside, into + (before * lanes), lanes);
                    Strip.ClearAndBeyond(into + ((before + inside) * lanes), (cellsOfRow - before - inside) * lanes);
                }
            }
        }
    }

    private static int SlicesFor(int channels) => (channels + MostLanes - 1) / MostLanes;
}
