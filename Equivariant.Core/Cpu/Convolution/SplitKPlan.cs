namespace Equivariant.Cpu;

/// <summary>How the work of a weight gradient is cut.</summary>
internal readonly record struct SplitKPlan
{
    public OutputGrid Grid { get; private init; }

    public PixelBlocks Blocks { get; private init; }

    public int Lanes { get; private init; }

    /// <summary>Pieces that the channels of a group fall into, each with all pixels of a lane.</summary>
    public int Parts { get; private init; }

    /// <summary>Channels of a piece; the last may have fewer.</summary>
    public int PartChannels { get; private init; }

    /// <summary>Whether taps are summed first.</summary>
    public bool IsSummed { get; private init; }

    /// <summary>(Channel, tap) pairs of a group.</summary>
    public int Rows { get; private init; }

    /// <summary>Output channels of a group, in whole vectors.</summary>
    public int Stride { get; private init; }

    /// <summary>Sums of one lane.</summary>
    public long LaneSize { get; private init; }

    /// <summary>Numbers that the packed input of any block takes.</summary>
    public long InputSize { get; private init; }

    /// <summary>For a convolution with so many terms for each channel and pixel: its taps, or sums of them for the lanes of a
    /// cell.</summary>
    public static SplitKPlan Of(in ConvGeometry g, in OutputGrid grid, int terms, bool isSummed, int vector, int pieces, int sumBytes)
    {
        const int pixelsAtOnce = 384;
        var stride = (g.GroupOut + vector - 1) / vector * vector;
        var rows = g.GroupIn * terms;
        var parts = (int)Math.Clamp(4L * rows * stride / sumBytes, 1, g.GroupIn);
        var channelsAtOnce = isSummed ? PackedCells.LanesFor(g.GroupIn) : 1;
        var partChannels = (((g.GroupIn + parts - 1) / parts) + channelsAtOnce - 1) / channelsAtOnce * channelsAtOnce;
        parts = (g.GroupIn + partChannels - 1) / partChannels;
        // Sums of taps are written for a block, and the more pixels it has, the less around them is copied twice.
        var pixels = !isSummed ? pixelsAtOnce
            : Math.Clamp(sumBytes / (4 * partChannels * terms), pixelsAtOnce / 2, 2 * pixelsAtOnce);
        // Whole images, or at least rows: what lies around them is copied as well.
        var unit = grid.PixelsPerImage <= pixels ? grid.PixelsPerImage : grid.W.Pixels;
        var blocks = new PixelBlocks(grid, unit <= pixels ? (pixels + (unit / 2)) / unit * unit : pixels);
        return new SplitKPlan
        {
            Grid = grid, Blocks = blocks, IsSummed = isSummed, Parts = parts, PartChannels = partChannels, Rows = rows,
            Stride = stride,
            Lanes = Math.Clamp(pieces / (parts * g.Groups), 1, Math.Max(1, blocks.Count)),
            InputSize = PackedInput.ScratchSize(grid, blocks, g.InChannels * grid.SourcePlane, partChannels),
            LaneSize = (long)g.Groups * rows * stride,
        };
    }

    /// <summary>The order of the pixels of a block.</summary>
    public PixelOrder OrderOf(int first, int end) => new(Grid, first, end, !IsSummed);

    /// <summary>First block of a lane.</summary>
    public int LaneStart(int lane) => (int)((long)lane * Blocks.Count / Lanes);

    /// <summary>Where the sums of a row start among those of its lane.</summary>
    public long SumsOf(int group, int row) => (((long)group * Rows) + row) * Stride;
}
