using System.Buffers.Binary;

namespace Equivariant.Formats;

/// <summary>The IHDR chunk of a PNG file, checked. Colour types are 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA;
/// interlaced pixels come in Adam7's seven passes.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColourType, bool Interlaced)
{
    public const int PaletteType = 3;

    public int Channels => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The passes that have pixels: every how many columns and rows, from where on.</summary>
    public IEnumerable<PngPass> Passes()
    {
        PngPass[] passes = Interlaced
            ? [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)]
            : [new(0, 0, 1, 1)];
        var (width, height) = (Width, Height);
        return passes.Where(pass => pass.Columns(width) > 0 && pass.Rows(height) > 0);
    }

    /// <summary>Bytes of a row of pixels, without the byte that names its filter.</summary>
    public long RowLength(long columns) => ((columns * Channels * BitDepth) + 7) / 8;

    public static PngHeader Decode(ReadOnlySpan<byte> chunk, string path)
    {
        if (chunk.Length != 13)
            throw new FileFormatException(path, $"its header has {chunk.Length} bytes instead of 13");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new FileFormatException(path, $"its size {width}×{height} is out of range");
        var (depth, colour) = (chunk[8], chunk[9]);
        if ((colour, depth) is not ((0, 1 or 2 or 4 or 8 or 16) or (PaletteType, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16)))
            throw new FileFormatException(path, $"there is no colour type {colour} of {depth} bits");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new FileFormatException(path,
                $"its compression {chunk[10]}, filter {chunk[11]} or interlace method {chunk[12]} is unknown");
        }
        return new PngHeader((int)width, (int)height, depth, colour, chunk[12] == 1);
    }
}

/// <summary>A pass of an interlaced image: a coarse grid of its pixels.</summary>
internal readonly record struct PngPass(int FirstColumn, int FirstRow, int ColumnStep, int RowStep)
{
    public int Columns(int width) => (int)(((long)width - FirstColumn + ColumnStep - 1) / ColumnStep);

    public int Rows(int height) => (int)(((long)height - FirstRow + RowStep - 1) / RowStep);
}
