using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Equivariant.Formats;

/// <summary>
/// PNG images. Reads every bit depth, colour type and interlacing; writes 8-bit images of one to four channels, and 16-bit grey.
/// </summary>
public static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileFormatException">The file is damaged or no PNG image.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PngImage Read(string path) => PngReader.Decode(SourceFile.ReadAll(path), path);

    /// <summary>Reads an image from the bytes of a file.</summary>
    /// <param name="bytes">The file's contents.</param>
    /// <param name="name">What to call them in errors.</param>
    /// <exception cref="FileFormatException">They are damaged or no PNG image.</exception>
    public static PngImage Read(ReadOnlySpan<byte> bytes, string name = "image in memory") => PngReader.Decode(bytes, name);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">The image from its upper left corner, row by row, the channels of a pixel together.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the pixels.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        AtomicFile.WriteAllBytes(path, Encode(pixels, width, height, channels));

    /// <summary>Writes the contents of a file to a stream.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, int, int, int)"/>
    public static void Write(Stream stream, ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        stream.Write(Encode(pixels, width, height, channels));

    /// <summary>The image as an address for a page that stands alone: <c>data:image/png;base64,…</c>.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, int, int, int)"/>
    public static string ToDataUri(ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        "data:image/png;base64," + Convert.ToBase64String(Encode(pixels, width, height, channels));

    /// <summary>The contents of a file.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, int, int, int)"/>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        byte colourType = channels switch
        {
            1 => 0,
            2 => 4,
            3 => 2,
            4 => 6,
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "A PNG image has 1 to 4 channels."),
        };
        if (pixels.Length != (Int128)width * height * channels)
        {
            throw new ArgumentException(
                $"{pixels.Length} bytes are no image of {width}×{height} pixels with {channels} channels.", nameof(pixels));
        }
        return File(pixels, width, height, 8, colourType, channels);
    }

    /// <summary>The contents of a file with a grey image of 16 bits.</summary>
    /// <param name="pixels">The image from its upper left corner, row by row.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the pixels.</exception>
    public static byte[] Encode(ReadOnlySpan<ushort> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height)
            throw new ArgumentException($"{pixels.Length} values are no image of {width}×{height} pixels.", nameof(pixels));
        var bytes = MemoryMarshal.AsBytes(pixels).ToArray();
        ByteOrder.Reverse(bytes, 2);
        return File(bytes, width, height, 16, 0, 2);
    }

    private static byte[] File(
        ReadOnlySpan<byte> pixels, int width, int height, byte bitDepth, byte colourType, int pixelLength)
    {
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

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowLength, int pixelLength)
    {
        var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var rows = new PngFilter(rowLength, pixelLength);
            for (var row = 0; row < pixels.Length; row += rowLength)
                deflate.Write(rows.Next(pixels.Slice(row, rowLength)));
        }
        return compressed.ToArray();
    }
}
