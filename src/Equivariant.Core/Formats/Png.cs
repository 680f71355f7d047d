using System.Buffers.Binary;
using System.IO.Compression;

namespace Equivariant.Formats;

/// <summary>Writes 8-bit PNG images: grey, grey with alpha, RGB and RGBA.</summary>
public static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

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

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = colourType;
        header[10..].Clear();

        var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels, channels));
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
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(data, Crc32.Of(type)));
        file.Write(number);
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowLength, int channels)
    {
        var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var rows = new PngFilter(rowLength, channels);
            for (var row = 0; row < pixels.Length; row += rowLength)
                deflate.Write(rows.Next(pixels.Slice(row, rowLength)));
        }
        return compressed.ToArray();
    }
}
