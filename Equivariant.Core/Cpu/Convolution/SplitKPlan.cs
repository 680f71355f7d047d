namespace Equivariant.Cpu;

/// <summary>How a weight gradient is cut: its K, the pixels, into splits of whole blocks; its rows into blocks of
/// channels.</summary>
internal readonly record struct SplitKPlan
{
    public OutputGrid Grid { get; private init; }

    public PixelBlocks Blocks { get; private init; }

    public int Splits { get; private init; }

    /// <summary>Blocks that the channels of a group fall into, each with all pixels of a split.</summary>
    public int ChannelBlocks { get; private init; }

    /// <summary>Channels of a block; the last may have fewer.</summary>
    public int ChannelsPerBlock { get; private init; }

    /// <summary>Whether taps are summed first.</summary>
    public bool IsSummed { get; private init; }

    /// <summary>(Channel, tap) pairs of a group.</summary>
    public int Rows { get; private init; }

    /// <summary>Output channels of a group, in whole vectors.</summary>
    public int Stride { get; private init; }

    /// <summary>Sums of one split.</summary>
    public long SplitSize { get; private init; }

    /// <summary>Numbers that the packed input of any block takes.</summary>
    public long InputSize { get; private init; }

    /// <summary>For a convolution with so many terms for each channel and pixel: its taps, or sums of them for the lanes of a
    /// cell.</summary>
    public static SplitKPlan Of(
        in ConvGeometry g, in OutputGrid grid, int terms, bool isSummed, int vector, int pieces, int sumBytes)
    {
        const int pixelsAtOnce = 384;
        var stride = (g.GroupOut + vector - 1) / vector * vector;
        var rows = g.GroupIn * terms;
        var channelBlocks = (int)Math.Clamp(4L * rows * stride / sumBytes, 1, g.GroupIn);
        var channelsAtOnce = isSummed ? PackedCells.LanesFor(g.GroupIn) : 1;
        var channelsPerBlock = (g.GroupIn + channelBlocks - 1) / channelBlocks;
        channelsPerBlock = (channelsPerBlock + channelsAtOnce - 1) / channelsAtOnce * channelsAtOnce;
        channelBlocks = (g.GroupIn + channelsPerBlock - 1) / channelsPerBlock;
        // Sums of taps are written for a block, and the more pixels it has, the less around them is copied twice.
        var pixels = !isSummed ? pixelsAtOnce
            : Math.Clamp(sumBytes / (4 * channelsPerBlock * terms), pixelsAtOnce / 2, 2 * pixelsAtOnce);
        // Whole images, or at least rows: what lies around them is copied as well.
        var unit = grid.PixelsPerImage <= pixels ? grid.PixelsPerImage : grid.W.Pixels;
        var blocks = new PixelBlocks(grid, unit <= pixels ? (pixels + (unit / 2)) / unit * unit : pixels);
        return new SplitKPlan
        {
            Grid = grid, Blocks = blocks, IsSummed = isSummed, ChannelBlocks = channelBlocks,
            ChannelsPerBlock = channelsPerBlock, Rows = rows, Stride = stride,
            Splits = Math.Clamp(pieces / (channelBlocks * g.Groups), 1, Math.Max(1, blocks.Count)),
            InputSize = PackedInput.ScratchSize(grid, blocks, g.InChannels * grid.SourcePlane, channelsPerBlock),
            SplitSize = (long)g.Groups * rows * stride,
        };
    }

    /// <summary>The order of the pixels of a block.</summary>
    public PixelOrder OrderOf(int first, int end) => new(Grid, first, end, !IsSummed);

    /// <summary>First block of a split.</summary>
    public int SplitStart(int split) => (int)((long)split * Blocks.Count / Splits);

    /// <summary>Where the sums of a row start among those of its split.</summary>
    public long SumsOf(int group, int row) => (((long)group * Rows) + row) * Stride;
}
