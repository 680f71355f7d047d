using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>
/// The part of the source that a block of points sees, copied channel by channel with its zero padding, so that every tap of every
/// point is in it and a tap is one constant offset. Rows are stored by their remainder modulo the step: neighbouring points stay neighbours.
/// </summary>
internal readonly struct Band
{
    private readonly Sweep sweep;
    private readonly int start, end, firstImage, images, firstColumn, columns;

    public Band(in Sweep sweep, int start, int end)
    {
        (this.sweep, this.start, this.end) = (sweep, start, end);
        var row = sweep.W.Points;
        firstImage = start / sweep.PointsPerImage;
        images = ((end - 1) / sweep.PointsPerImage) - firstImage + 1;
        var oneRow = start / row == (end - 1) / row;
        firstColumn = oneRow ? start % row : 0;
        columns = oneRow ? end - start : row;
        SubRow = columns + (sweep.W.Reach / sweep.W.Step);
        RowStride = SubRow * sweep.W.Step;
        var (slabs, rows) = (0, 0);
        for (var image = firstImage; image < firstImage + images; image++)
        {
            var part = PartOf(image);
            slabs = Math.Max(slabs, part.Slabs);
            rows = Math.Max(rows, part.Rows);
        }
        SlabStride = rows * RowStride;
        ImageStride = slabs * SlabStride;
    }

    public int SubRow { get; }

    public int RowStride { get; }

    public int SlabStride { get; }

    public int ImageStride { get; }

    /// <summary>Numbers of one channel.</summary>
    public int ChannelStride => images * ImageStride;

    /// <summary>From a point to what it sees through a tap.</summary>
    public int TapOffset(Volume offset) =>
        (offset.D * SlabStride) + (offset.H * RowStride) + (offset.W % sweep.W.Step * SubRow) + (offset.W / sweep.W.Step);

    /// <summary>Where a point lies in a channel.</summary>
    public int PointOffset(int point)
    {
        var image = point / sweep.PointsPerImage;
        var part = PartOf(image);
        var row = point / sweep.W.Points;
        var (d, h) = (row / sweep.H.Points % sweep.D.Points, row % sweep.H.Points);
        return ((image - firstImage) * ImageStride) + ((d - part.FirstD) * sweep.D.Step * SlabStride)
            + ((h - part.FirstH) * sweep.H.Step * RowStride) + (point % sweep.W.Points) - firstColumn;
    }

    /// <summary>Copies channels in.</summary>
    /// <param name="source">The first of them in image 0.</param>
    /// <param name="imageStride">Elements from image to image of the source.</param>
    /// <param name="channels">Number of channels, which follow each other.</param>
    /// <param name="band">Room for the channels.</param>
    public unsafe void Fill(float* source, int imageStride, int channels, float* band)
    {
        var firstCell = sweep.W.First + (firstColumn * sweep.W.Step);
        for (var image = 0; image < images; image++)
        {
            var part = PartOf(firstImage + image);
            var from = source + ((nint)(firstImage + image) * imageStride);
            for (var channel = 0; channel < channels; channel++, from += sweep.SourcePlane)
            {
                var slabs = band + ((nint)channel * ChannelStride) + (image * ImageStride);
                for (var slab = 0; slab < part.Slabs; slab++)
                {
                    // A stride beyond the kernel leaves cells that no point sees.
                    if (slab % sweep.D.Step > sweep.D.Reach)
                        continue;
                    var d = sweep.D.First + (part.FirstD * sweep.D.Step) + slab;
                    for (var row = 0; row < part.Rows; row++)
                    {
                        if (row % sweep.H.Step > sweep.H.Reach)
                            continue;
                        var h = sweep.H.First + (part.FirstH * sweep.H.Step) + row;
                        var to = slabs + (slab * SlabStride) + (row * RowStride);
                        if ((uint)d < (uint)sweep.D.Source && (uint)h < (uint)sweep.H.Source)
                            FillRow(from + (((nint)d * sweep.H.Source) + h) * sweep.W.Source, firstCell, to);
                        else
                            Strip.Clear(to, RowStride);
                    }
                }
            }
        }
    }

    private unsafe void FillRow(float* source, int firstCell, float* to)
    {
        var step = sweep.W.Step;
        if (step == 1)
        {
            var before = Math.Clamp(-firstCell, 0, SubRow);
            var inside = Math.Clamp(sweep.W.Source - firstCell - before, 0, SubRow - before);
            Strip.Clear(to, before);
            Strip.Copy(source + firstCell + before, to + before, inside);
            Strip.Clear(to + before + inside, SubRow - before - inside);
            return;
        }
        for (var phase = 0; phase < step && phase <= sweep.W.Reach; phase++, to += SubRow)
        {
            for (var column = 0; column < SubRow; column++)
            {
                var cell = firstCell + phase + (column * step);
                to[column] = (uint)cell < (uint)sweep.W.Source ? source[cell] : 0;
            }
        }
    }

    /// <summary>The rows of an image that belong to the block.</summary>
    private Part PartOf(int image)
    {
        var row = sweep.W.Points;
        var first = (Math.Max(start, image * sweep.PointsPerImage) / row) - (image * sweep.D.Points * sweep.H.Points);
        var last = ((Math.Min(end, (image + 1) * sweep.PointsPerImage) - 1) / row) - (image * sweep.D.Points * sweep.H.Points);
        var (firstD, lastD) = (first / sweep.H.Points, last / sweep.H.Points);
        var (firstH, lastH) = firstD == lastD ? (first % sweep.H.Points, last % sweep.H.Points) : (0, sweep.H.Points - 1);
        return new(firstD, ((lastD - firstD) * sweep.D.Step) + sweep.D.Reach + 1, firstH, ((lastH - firstH) * sweep.H.Step) + sweep.H.Reach + 1);
    }

    private readonly record struct Part(int FirstD, int Slabs, int FirstH, int Rows);
}
