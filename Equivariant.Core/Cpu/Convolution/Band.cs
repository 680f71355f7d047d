namespace Equivariant.Cpu;

/// <summary>
/// The part of the source that a block of points sees, copied channel by channel with its zero padding, so that every tap of
/// every point is in it and a tap is one constant offset. Rows are stored by their remainder modulo the step: neighbouring points
/// stay neighbours. It is copied even where nothing is padded: read once in long rows, it then comes from the second-level cache.
/// </summary>
internal readonly unsafe struct Band : IBand
{
    /// <summary>Numbers behind the last channel that are written or read without meaning.</summary>
    public const int Slack = 32;

    private readonly Sweep sweep;
    private readonly int start, end, firstImage, images, firstColumn, sourceImage;
    private readonly int subRow, rowStride, slabStride, imageStride;

    /// <summary>Lays out the band of the points from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="start">First point.</param>
    /// <param name="end">After the last point.</param>
    /// <param name="sourceImage">Elements from image to image of the source.</param>
    public Band(in Sweep sweep, int start, int end, int sourceImage)
    {
        (this.sweep, this.start, this.end, this.sourceImage) = (sweep, start, end, sourceImage);
        firstImage = start / sweep.PointsPerImage;
        images = ((end - 1) / sweep.PointsPerImage) - firstImage + 1;
        var row = sweep.W.Points;
        var oneRow = start / row == (end - 1) / row;
        firstColumn = oneRow ? start % row : 0;
        subRow = (oneRow ? end - start : row) + (sweep.W.Reach / sweep.W.Step);
        rowStride = subRow * sweep.W.Step;
        var (slabs, rows) = BlockPart.Most(sweep, start, end);
        slabStride = rows * rowStride;
        imageStride = slabs * slabStride;
        ChannelStride = images * imageStride;
    }

    /// <summary>From channel to channel.</summary>
    public int ChannelStride { get; }

    /// <summary>Numbers that <see cref="Fill"/> needs room for.</summary>
    public static long Room(in Sweep sweep, Blocks blocks, int sourceImage, int channels)
    {
        var most = 0L;
        for (var block = 0; block < blocks.Count; block++)
        {
            var (start, end) = blocks[block];
            most = Math.Max(most, new Band(sweep, start, end, sourceImage).ChannelStride);
        }
        return (most * channels) + Slack;
    }

    /// <summary>From a point to what it sees through a tap.</summary>
    public int TapOffset(Volume offset) =>
        (offset.D * slabStride) + (offset.H * rowStride) + (offset.W % sweep.W.Step * subRow) + (offset.W / sweep.W.Step);

    /// <summary>Lists what a point sees through all taps of some channels, relative to its own place.</summary>
    public void PlaceTaps(int channels, int* offsets)
    {
        var taps = sweep.Taps;
        for (var tap = 0; tap < taps; tap++)
        {
            var offset = TapOffset(sweep.Offset(tap));
            for (var channel = 0; channel < channels; channel++)
                offsets[(channel * taps) + tap] = (channel * ChannelStride) + offset;
        }
    }

    /// <summary>Lists what a point sees through the taps of one channel, in the order of the parameters they are summed
    /// for.</summary>
    public void PlaceTaps(in TapSums sums, int* offsets)
    {
        for (var parameter = 0; parameter < sums.Count; parameter++)
        {
            for (var index = sums.Start(parameter); index < sums.Start(parameter + 1); index++)
                offsets[index] = TapOffset(sweep.Offset(sums.Tap(index)));
        }
    }

    /// <summary>Where a point lies in a channel.</summary>
    public int PointOffset(int point)
    {
        var image = point / sweep.PointsPerImage;
        var row = point / sweep.W.Points;
        var (d, h) = (row / sweep.H.Points % sweep.D.Points, row % sweep.H.Points);
        var part = BlockPart.Of(sweep, start, end, image);
        (d, h) = (d - part.FirstD, h - part.FirstH);
        return ((image - firstImage) * imageStride) + (d * sweep.D.Step * slabStride)
            + (h * sweep.H.Step * rowStride) + (point % sweep.W.Points) - firstColumn;
    }

    /// <summary>Copies channels.</summary>
    /// <param name="source">The first of them in image 0.</param>
    /// <param name="channels">Number of channels, which follow each other.</param>
    /// <param name="room">Room for the copy.</param>
    /// <returns>The band.</returns>
    public float* Fill(float* source, int channels, float* room)
    {
        source += (nint)firstImage * sourceImage;
        for (var channel = 0; channel < channels; channel++, source += sweep.SourcePlane)
        {
            for (var image = 0; image < images; image++)
            {
                var to = room + ((nint)channel * ChannelStride) + (image * imageStride);
                FillPlane(BlockPart.Of(sweep, start, end, firstImage + image), source + ((nint)image * sourceImage), to);
            }
        }
        return room;
    }

    /// <summary>Rows are written in the order of their places, and may spill a vector into the next.</summary>
    private void FillPlane(in BlockPart part, float* source, float* to)
    {
        if (sweep.W.Step == 1 && sweep.H.Step == 1 && sweep.D.Step == 1)
        {
            FillNeighbours(part, source, to);
            return;
        }
        var firstCell = sweep.W.First + (firstColumn * sweep.W.Step);
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
                var into = to + (slab * slabStride) + (row * rowStride);
                if ((uint)d >= (uint)sweep.D.Source || (uint)h >= (uint)sweep.H.Source)
                    Strip.ClearAndBeyond(into, rowStride);
                else
                    FillRow(source + ((((nint)d * sweep.H.Source) + h) * sweep.W.Source), firstCell, into);
            }
        }
    }

    /// <summary>The usual case, where the band is a window of the source with zeros around it.</summary>
    private void FillNeighbours(in BlockPart part, float* source, float* to)
    {
        var first = sweep.W.First + firstColumn;
        var before = Math.Clamp(-first, 0, subRow);
        var inside = Math.Max(0, Math.Min(subRow, sweep.W.Source - first) - before);
        var after = subRow - before - inside;
        for (var slab = 0; slab < part.Slabs; slab++)
        {
            var d = sweep.D.First + part.FirstD + slab;
            var h = sweep.H.First + part.FirstH;
            var from = source + ((((nint)d * sweep.H.Source) + h) * sweep.W.Source) + first + before;
            var into = to + ((nint)slab * slabStride);
            for (var row = 0; row < part.Rows; row++, h++, from += sweep.W.Source, into += rowStride)
            {
                if ((uint)d >= (uint)sweep.D.Source || (uint)h >= (uint)sweep.H.Source)
                {
                    Strip.ClearAndBeyond(into, rowStride);
                    continue;
                }
                Strip.ClearAndBeyond(into, before);
                Strip.Copy(from, into + before, inside);
                Strip.ClearAndBeyond(into + before + inside, after);
            }
        }
    }

    private void FillRow(float* source, int firstCell, float* to)
    {
        var step = sweep.W.Step;
        for (var phase = 0; phase < step && phase <= sweep.W.Reach; phase++, to += subRow)
        {
            var cell = firstCell + phase;
            var before = cell < 0 ? Math.Min(subRow, (step - 1 - cell) / step) : 0;
            var inside = Math.Min(subRow, (sweep.W.Source - cell + step - 1) / step) - before;
            Strip.ClearAndBeyond(to, before);
            if (inside > 0)
                Strip.Gather(source + cell + (before * step), step, to + before, inside);
            Strip.ClearAndBeyond(to + before + Math.Max(0, inside), subRow - before - Math.Max(0, inside));
        }
    }
}
