using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Equivariant.Formats;

/// <summary>
/// PNG images. Reads every bit depth, colour type and interlacing; writes 8-bit images of one to four channels, and 16-bit grey.
/// </summary>
internal static class Png
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="FileFormatException">The file is damaged or no PNG image.</exception>
    public static PngImage Read(string path) => PngReader.Decode(SourceFile.ReadAll(path), path);

    public static PngImage Read(ReadOnlySpan<byte> bytes, string name = "image in memory") => PngReader.Decode(bytes, name);

    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        AtomicFile.WriteAllBytes(path, Encode(pixels, width, height, channels));

    /// <summary>The image as an address for a page that stands alone: <c>data:image/png;base64,…</c>.</summary>
    public static string ToDataUri(ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        "data:image/png;base64," + Convert.ToBase64String(Encode(pixels, width, height, channels));

    /// <summary>The contents of a file.</summary>
    /// <param name="pixels">The image from its upper left corner, row by row, the channels of a pixel together.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the pixels.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        byte colourType = channels switch
        {
            1 => 0,
            2 => 4,
            3 => 2,
            4 => 6,
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "A PNG image has 1 to 4 channels."),
        };
        return Encode(pixels, width, height, channels, bitDepth: 8, colourType);
    }

    /// <summary>The contents of a file with a grey image of 16 bits, row by row.</summary>
    public static byte[] Encode(ReadOnlySpan<ushort> pixels, int width, int height)
    {
        var bytes = MemoryMarshal.AsBytes(pixels).ToArray();
        ByteOrder.Reverse(bytes, 2);
        return Encode(bytes, width, height, pixelLength: 2, bitDepth: 16, colourType: 0);
    }

    private static byte[] Encode(
        ReadOnlySpan<byte> pixels, int width, int height, int pixelLength, byte bitDepth, byte colourType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (Int128)width * height * pixelLength)
            throw new ArgumentException($"{pixels.Length} bytes are no image of {width}×{height}×{pixelLength}.", nameof(pixels));
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = bitDepth;
        header[9] = colourType;
        header[10..].Clear();

        var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * pixelLength, pixelLength));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var sum = new Crc32();
        sum.Append(type);
        sum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum.GetCurrentHashAsUInt32());
        file.Write(number);
    }

    /// <summary>
    /// Filters the rows (PNG specification, section 9): each byte minus nothing, the pixel to the left, or the pixel above,
    /// whichever leaves the smallest numbers in the row.
    /// </summary>
    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowLength, int pixelLength)
    {
        var compressed = new MemoryStream();
        using var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
        byte[][] candidates = [new byte[rowLength + 1], new byte[rowLength + 1], new byte[rowLength + 1]];
        (candidates[1][0], candidates[2][0]) = (1, 2);
        ReadOnlySpan<byte> above = new byte[rowLength];
        for (var start = 0; start < pixels.Length; start += rowLength)
        {
            var row = pixels.Slice(start, rowLength);
            for (var i = 0; i < row.Length; i++)
            {
                candidates[0][i + 1] = row[i];
                candidates[1][i + 1] = (byte)(row[i] - (i < pixelLength ? 0 : row[i - pixelLength]));
                candidates[2][i + 1] = (byte)(row[i] - above[i]);
            }
            deflate.Write(candidates.MinBy(Size));
            above = row;
        }
        deflate.Dispose();
        return compressed.ToArray();
    }

    private static long Size(byte[] filtered)
    {
        long sum = 0;
        foreach (var b in filtered.AsSpan(1))
            sum += Math.Abs((int)(sbyte)b);
        return sum;
    }
}
