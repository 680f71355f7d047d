using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>
/// The part of the source that a block of pixels sees, turned: the channels of a cell, some at a time, lie side by side in
/// lanes, and cells follow each other with their zero padding. Sums of cells are then sums of whole vectors, wherever the taps
/// lie and however short the rows are.
/// </summary>
internal readonly unsafe struct PackedCells : IPackedInput
{
    /// <summary>The most channels side by side: a cache line of them.</summary>
    public const int MostLanes = 16;

    /// <summary>Numbers behind the last cell that are written or read without meaning.</summary>
    public const int Slack = 8 * MostLanes;

    private readonly OutputGrid grid;
    private readonly int start, end, lanes, firstImage, images, firstColumn, rowCells, rowStride, slabStride, imageStride;

    /// <summary>Lays out the cells of the pixels from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public PackedCells(in OutputGrid grid, int start, int end, int lanes)
    {
        (this.grid, this.start, this.end, this.lanes) = (grid, start, end, lanes);
        firstImage = start / grid.PixelsPerImage;
        images = ((end - 1) / grid.PixelsPerImage) - firstImage + 1;
        var row = grid.W.Pixels;
        var oneRow = start / row == (end - 1) / row;
        firstColumn = oneRow ? start % row : 0;
        rowCells = (((oneRow ? end - start : row) - 1) * grid.W.Step) + grid.W.Reach + 1;
        var (slabs, rows) = InputPatch.Most(grid, start, end);
        rowStride = rowCells * lanes;
        slabStride = rows * rowStride;
        imageStride = slabs * slabStride;
        Size = (images * imageStride) + Slack;
    }

    /// <summary>Numbers of a packed input.</summary>
    public int Size { get; }

    /// <summary>Lanes for so many channels: they fall into equal slices, of at most <see cref="MostLanes"/>.</summary>
    public static int LanesFor(int channels) => ((channels + SlicesFor(channels) - 1) / SlicesFor(channels) + 3) / 4 * 4;

    /// <summary>The most numbers that the packed input of any block takes.</summary>
    public static int ScratchSize(in OutputGrid grid, in PixelBlocks blocks, int lanes)
    {
        var most = 0;
        for (var block = 0; block < blocks.Count; block++)
        {
            var (start, end) = blocks[block];
            most = Math.Max(most, new PackedCells(grid, start, end, lanes).Size);
        }
        return most;
    }

    /// <summary>From a pixel to what it sees through a tap.</summary>
    public int TapOffset(Volume offset) => (offset.D * slabStride) + (offset.H * rowStride) + (offset.W * lanes);

    /// <summary>Where a pixel lies.</summary>
    public int PixelOffset(int pixel)
    {
        var image = pixel / grid.PixelsPerImage;
        var row = pixel / grid.W.Pixels;
        var patch = InputPatch.Of(grid, start, end, image);
        var (d, h) = ((row / grid.H.Pixels % grid.D.Pixels) - patch.FirstD, (row % grid.H.Pixels) - patch.FirstH);
        return ((image - firstImage) * imageStride) + (d * grid.D.Step * slabStride) + (h * grid.H.Step * rowStride)
            + (((pixel % grid.W.Pixels) - firstColumn) * grid.W.Step * lanes);
    }

    /// <summary>Turns channels into cells.</summary>
    /// <param name="source">The first channel of image 0.</param>
    /// <param name="imageStride">Elements from image to image of the source.</param>
    /// <param name="channelStride">Elements from channel to channel.</param>
    /// <param name="channels">Channels, at most the lanes.</param>
    /// <param name="to">Scratch memory for the cells.</param>
    public void Fill<TSource>(TSource source, nint imageStride, nint channelStride, int channels, float* to)
        where TSource : struct, ICellSource
    {
        var first = grid.W.First + (firstColumn * grid.W.Step);
        var before = Math.Clamp(-first, 0, rowCells);
        var inside = Math.Max(0, Math.Min(rowCells, grid.W.Source - first) - before);
        for (var image = 0; image < images; image++)
        {
            var patch = InputPatch.Of(grid, start, end, firstImage + image);
            for (var slab = 0; slab < patch.Slabs; slab++)
            {
                var d = grid.D.First + (patch.FirstD * grid.D.Step) + slab;
                var into = to + ((nint)image * this.imageStride) + (slab * slabStride);
                for (var row = 0; row < patch.Rows; row++, into += rowStride)
                {
                    var h = grid.H.First + (patch.FirstH * grid.H.Step) + row;
                    if ((uint)d >= (uint)grid.D.Source || (uint)h >= (uint)grid.H.Source)
                    {
                        Strip.ClearAndBeyond(into, rowStride);
                        continue;
                    }
                    Strip.ClearAndBeyond(into, before * lanes);
                    var cell = ((((nint)d * grid.H.Source) + h) * grid.W.Source) + first + before;
                    var place = ((firstImage + image) * imageStride) + cell;
                    source.Transpose(place, channelStride, channels, inside, into + (before * lanes), lanes);
                    Strip.ClearAndBeyond(into + ((before + inside) * lanes), (rowCells - before - inside) * lanes);
                }
            }
        }
    }

    private static int SlicesFor(int channels) => (channels + MostLanes - 1) / MostLanes;
}

/// <summary>What cells are made of.</summary>
internal unsafe interface ICellSource
{
    /// <summary>Writes cells that follow each other, their channels side by side; up to seven cells more may be
    /// written.</summary>
    /// <param name="place">The first cell of the first channel.</param>
    /// <param name="channelStride">From channel to channel.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From cell to cell of the result.</param>
    void Transpose(nint place, nint channelStride, int channels, int cells, float* to, nint stride);
}

/// <summary>Maps of numbers.</summary>
internal readonly unsafe struct FloatMaps(float* source) : ICellSource
{
    public void Transpose(nint place, nint channelStride, int channels, int cells, float* to, nint stride) =>
        Transposer.Run(source + place, channelStride, channels, (cells + 3) / 4 * 4, to, stride);
}

/// <summary>Maps of bytes, which become whole numbers of the width of a <see cref="float"/>.</summary>
/// <param name="source">The maps; they are read up to a vector beyond their end.</param>
/// <param name="scratch">Scratch memory for rows of all channels, see <see cref="ScratchSize"/>.</param>
internal readonly unsafe struct ByteMaps(byte* source, float* scratch) : ICellSource
{
    /// <summary>Numbers that rows of so many cells need room for.</summary>
    public static int ScratchSize(int cells) => PackedCells.MostLanes * Wide(cells);

    public void Transpose(nint place, nint channelStride, int channels, int cells, float* to, nint stride)
    {
        var wide = Wide(cells);
        for (var channel = 0; channel < channels; channel++)
        {
            var from = source + place + (channel * channelStride);
            for (var cell = 0; cell < cells; cell += 8)
            {
                var bytes = Vector128.CreateScalarUnsafe(*(ulong*)(from + cell)).AsByte();
                var (low, high) = Vector128.Widen(Vector128.WidenLower(bytes));
                Vector256.Create(low, high).AsSingle().Store(scratch + (channel * wide) + cell);
            }
        }
        Transposer.Run(scratch, wide, channels, (cells + 3) / 4 * 4, to, stride);
    }

    private static int Wide(int cells) => (cells + 7) / 8 * 8;
}
