namespace Equivariant.Cpu;

/// <summary>
/// The part of the source that a block of pixels sees, copied channel by channel with its zero padding, so that every tap of
/// every pixel is in it and a tap is one constant offset. Rows are stored by their remainder modulo the step: neighbouring pixels
/// stay neighbours. It is copied even where nothing is padded: read once in long rows, it then comes from the second-level cache.
/// </summary>
internal readonly unsafe struct PackedInput : IPackedInput
{
    /// <summary>Numbers behind the last channel that are written or read without meaning.</summary>
    public const int Slack = 32;

    private readonly OutputGrid grid;
    private readonly int start, end, firstImage, images, firstColumn, sourceImage;
    private readonly int subRow, rowStride, slabStride, imageStride;

    /// <summary>Lays out the packed input of the pixels from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="grid">The pattern of reading.</param>
    /// <param name="start">First pixel.</param>
    /// <param name="end">After the last pixel.</param>
    /// <param name="sourceImage">Elements from image to image of the source.</param>
    public PackedInput(in OutputGrid grid, int start, int end, int sourceImage)
    {
        (this.grid, this.start, this.end, this.sourceImage) = (grid, start, end, sourceImage);
        firstImage = start / grid.PixelsPerImage;
        images = ((end - 1) / grid.PixelsPerImage) - firstImage + 1;
        var row = grid.W.Pixels;
        var oneRow = start / row == (end - 1) / row;
        firstColumn = oneRow ? start % row : 0;
        subRow = (oneRow ? end - start : row) + (grid.W.Reach / grid.W.Step);
        rowStride = subRow * grid.W.Step;
        var (slabs, rows) = InputPatch.Most(grid, start, end);
        slabStride = rows * rowStride;
        imageStride = slabs * slabStride;
        ChannelStride = images * imageStride;
    }

    /// <summary>From channel to channel.</summary>
    public int ChannelStride { get; }

    /// <summary>Numbers that <see cref="Fill"/> needs room for.</summary>
    public static long ScratchSize(in OutputGrid grid, PixelBlocks blocks, int sourceImage, int channels)
    {
        var most = 0L;
        for (var block = 0; block < blocks.Count; block++)
        {
            var (start, end) = blocks[block];
            most = Math.Max(most, new PackedInput(grid, start, end, sourceImage).ChannelStride);
        }
        return (most * channels) + Slack;
    }

    /// <summary>From a pixel to what it sees through a tap.</summary>
    public int TapOffset(Volume offset) =>
        (offset.D * slabStride) + (offset.H * rowStride) + (offset.W % grid.W.Step * subRow) + (offset.W / grid.W.Step);

    /// <summary>Lists what a pixel sees through all taps of some channels, relative to its own place.</summary>
    public void ListTaps(int channels, int* offsets)
    {
        var taps = grid.Taps;
        for (var tap = 0; tap < taps; tap++)
        {
            var offset = TapOffset(grid.Offset(tap));
            for (var channel = 0; channel < channels; channel++)
                offsets[(channel * taps) + tap] = (channel * ChannelStride) + offset;
        }
    }

    /// <summary>Lists what a pixel sees through the taps of one channel, in the order of the parameters they are summed
    /// for.</summary>
    public void ListTaps(in TapSums sums, int* offsets)
    {
        for (var parameter = 0; parameter < sums.Count; parameter++)
        {
            for (var index = sums.Start(parameter); index < sums.Start(parameter + 1); index++)
                offsets[index] = TapOffset(grid.Offset(sums.Tap(index)));
        }
    }

    /// <summary>Where a pixel lies in a channel.</summary>
    public int PixelOffset(int pixel)
    {
        var image = pixel / grid.PixelsPerImage;
        var row = pixel / grid.W.Pixels;
        var (d, h) = (row / grid.H.Pixels % grid.D.Pixels, row % grid.H.Pixels);
        var patch = InputPatch.Of(grid, start, end, image);
        (d, h) = (d - patch.FirstD, h - patch.FirstH);
        return ((image - firstImage) * imageStride) + (d * grid.D.Step * slabStride)
            + (h * grid.H.Step * rowStride) + (pixel % grid.W.Pixels) - firstColumn;
    }

    /// <summary>Copies channels.</summary>
    /// <param name="source">The first of them in image 0.</param>
    /// <param name="channels">Number of channels, which follow each other.</param>
    /// <param name="scratch">Scratch memory for the copy.</param>
    /// <returns>The packed input.</returns>
    public float* Fill(float* source, int channels, float* scratch)
    {
        source += (nint)firstImage * sourceImage;
        for (var channel = 0; channel < channels; channel++, source += grid.SourcePlane)
        {
            for (var image = 0; image < images; image++)
            {
                var to = scratch + ((nint)channel * ChannelStride) + (image * imageStride);
                FillPlane(InputPatch.Of(grid, start, end, firstImage + image), source + ((nint)image * sourceImage), to);
            }
        }
        return scratch;
    }

    /// <summary>Rows are written in the order of their places, and may spill a vector into the next.</summary>
    private void FillPlane(in InputPatch patch, float* source, float* to)
    {
        if (grid.W.Step == 1 && grid.H.Step == 1 && grid.D.Step == 1)
        {
            FillNeighbours(patch, source, to);
            return;
        }
        var firstCell = grid.W.First + (firstColumn * grid.W.Step);
        for (var slab = 0; slab < patch.Slabs; slab++)
        {
            // A stride beyond the kernel leaves cells that no pixel sees.
            if (slab % grid.D.Step > grid.D.Reach)
                continue;
            var d = grid.D.First + (patch.FirstD * grid.D.Step) + slab;
            for (var row = 0; row < patch.Rows; row++)
            {
                if (row % grid.H.Step > grid.H.Reach)
                    continue;
                var h = grid.H.First + (patch.FirstH * grid.H.Step) + row;
                var into = to + (slab * slabStride) + (row * rowStride);
                if ((uint)d >= (uint)grid.D.Source || (uint)h >= (uint)grid.H.Source)
                    Strip.ClearAndBeyond(into, rowStride);
                else
                    FillRow(source + ((((nint)d * grid.H.Source) + h) * grid.W.Source), firstCell, into);
            }
        }
    }

    /// <summary>The usual case, where the packed input is a window of the source with zeros around it.</summary>
    private void FillNeighbours(in InputPatch patch, float* source, float* to)
    {
        var first = grid.W.First + firstColumn;
        var before = Math.Clamp(-first, 0, subRow);
        var inside = Math.Max(0, Math.Min(subRow, grid.W.Source - first) - before);
        var after = subRow - before - inside;
        for (var slab = 0; slab < patch.Slabs; slab++)
        {
            var d = grid.D.First + patch.FirstD + slab;
            var h = grid.H.First + patch.FirstH;
            var from = source + ((((nint)d * grid.H.Source) + h) * grid.W.Source) + first + before;
            var into = to + ((nint)slab * slabStride);
            for (var row = 0; row < patch.Rows; row++, h++, from += grid.W.Source, into += rowStride)
            {
                if ((uint)d >= (uint)grid.D.Source || (uint)h >= (uint)grid.H.Source)
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
        var step = grid.W.Step;
        for (var phase = 0; phase < step && phase <= grid.W.Reach; phase++, to += subRow)
        {
            var cell = firstCell + phase;
            var before = cell < 0 ? Math.Min(subRow, (step - 1 - cell) / step) : 0;
            var inside = Math.Min(subRow, (grid.W.Source - cell + step - 1) / step) - before;
            Strip.ClearAndBeyond(to, before);
            if (inside > 0)
                Strip.Gather(source + cell + (before * step), step, to + before, inside);
            Strip.ClearAndBeyond(to + before + Math.Max(0, inside), subRow - before - Math.Max(0, inside));
        }
    }
}

/// <summary>The slabs and rows of an image's source that the pixels of a block see, padding included.</summary>
/// <param name="FirstD">First slab of pixels.</param>
/// <param name="Slabs">Slabs of cells.</param>
/// <param name="FirstH">First row of pixels.</param>
/// <param name="Rows">Rows of cells in each slab.</param>
internal readonly record struct InputPatch(int FirstD, int Slabs, int FirstH, int Rows)
{
    /// <summary>The patch in <paramref name="image"/> of the pixels from <paramref name="start"/> to
    /// <paramref name="end"/>.</summary>
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
            var patch = Of(grid, start, end, image);
            (slabs, rows) = (Math.Max(slabs, patch.Slabs), Math.Max(rows, patch.Rows));
        }
        return (slabs, rows);
    }
}
