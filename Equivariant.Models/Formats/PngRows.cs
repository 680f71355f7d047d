namespace Equivariant.Formats;

/// <summary>Undoes the filters of the rows of a PNG image and puts the samples in their places.</summary>
internal static class PngRows
{
    /// <summary>Decodes all passes. The decompressed data are of exactly the right length, and overwritten; 16-bit samples
    /// [H,W,C] stay big-endian.</summary>
    public static void Decode(byte[] filtered, PngHeader header, byte[] samples, string path)
    {
        var pixelLength = Math.Max(1, header.Channels * header.BitDepth / 8);
        var at = 0;
        foreach (var pass in header.Passes())
        {
            var (columns, rows) = (pass.Columns(header.Width), pass.Rows(header.Height));
            var rowLength = (int)header.RowLength(columns);
            var above = new byte[rowLength].AsSpan();
            for (var row = 0; row < rows; row++)
            {
                var bytes = filtered.AsSpan(at + 1, rowLength);
                Unfilter(filtered[at], bytes, above, pixelLength, path);
                var y = pass.FirstRow + (row * pass.RowStep);
                Place(bytes, columns, header, pass, samples, y);
                above = bytes;
                at += 1 + rowLength;
            }
        }
    }

    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelLength, string path)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = pixelLength; i < row.Length; i++)
                    row[i] += row[i - pixelLength];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < pixelLength ? 0 : row[i - pixelLength]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += i < pixelLength
                        ? above[i]
                        : Paeth(row[i - pixelLength], above[i], above[i - pixelLength]);
                }
                break;
            default:
                throw new FileFormatException(path, $"a row has the filter {filter}, which there is not");
        }
    }

    /// <summary>Whichever of left, above and above left comes closest to left + above − above left.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        var (fromLeft, fromAbove) = (Math.Abs(above - corner), Math.Abs(left - corner));
        var fromCorner = Math.Abs(left + above - (2 * corner));
        return fromLeft <= fromAbove && fromLeft <= fromCorner ? left : fromAbove <= fromCorner ? above : corner;
    }

    private static void Place(ReadOnlySpan<byte> row, int columns, PngHeader header, PngPass pass, byte[] samples, int y)
    {
        var start = (long)y * header.Width;
        // Samples of 1, 2 and 4 bits lie several in a byte, the first in its highest bits; they have a size of 0.
        var (size, perByte, mask) = (header.Channels * header.BitDepth / 8, 8 / header.BitDepth, (1 << header.BitDepth) - 1);
        if (size > 0 && pass.ColumnStep == 1)
        {
            row.CopyTo(samples.AsSpan((int)(start * size)));
            return;
        }
        for (var i = 0; i < columns; i++)
        {
            var at = start + pass.FirstColumn + ((long)i * pass.ColumnStep);
            if (size > 0)
                row.Slice(i * size, size).CopyTo(samples.AsSpan((int)(at * size)));
            else
                samples[at] = (byte)((row[i / perByte] >> (8 - (header.BitDepth * ((i % perByte) + 1)))) & mask);
        }
    }
}
