using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Equivariant.Formats;

/// <summary>
/// Reads PNG images of every bit depth, colour type and interlacing (PNG specification, second edition). Checksums, the order
/// of the chunks and the exact amount of data are checked; ancillary chunks are passed over.
/// </summary>
internal static class PngReader
{
    public static PngImage Decode(ReadOnlySpan<byte> file, string path)
    {
        if (!file.StartsWith(Png.Signature))
            throw new FileFormatException(path, "it is no PNG image: its first eight bytes differ");
        PngHeader? header = null;
        NdArray? palette = null;
        var data = new MemoryStream();
        var (before, ended) = ("", false);
        for (var at = Png.Signature.Length; !ended;)
        {
            var type = NextChunk(file, ref at, path, out var chunk);
            if ((type == "IHDR") != (before.Length == 0))
                throw new FileFormatException(path, header is null ? "it does not begin with its header" : "it has two headers");
            switch (type)
            {
                case "IHDR":
                    header = PngHeader.Decode(chunk, path);
                    break;
                case "PLTE":
                    palette = Palette(chunk, palette, header!.Value, data.Length, path);
                    break;
                case "IDAT":
                    if (data.Length > 0 && before != "IDAT")
                        throw new FileFormatException(path, "other chunks stand between its image data");
                    data.Write(chunk);
                    break;
                case "IEND":
                    ended = true;
                    break;
                default:
                    if (char.IsUpper(type[0]))
                        throw new FileFormatException(path, $"it needs a reader that knows the chunk {type}");
                    break;
            }
            before = type;
        }
        var image = header!.Value;
        if (image.ColourType == PngHeader.PaletteType && palette is null)
            throw new FileFormatException(path, "its palette is missing");
        if (data.Length == 0)
            throw new FileFormatException(path, "it has no image data");
        return new PngImage(Samples(data.ToArray(), image, palette, path), image.BitDepth,
            image.ColourType == PngHeader.PaletteType ? palette : null);
    }

    private static string NextChunk(ReadOnlySpan<byte> file, ref int at, string path, out ReadOnlySpan<byte> chunk)
    {
        const int Frame = 12;
        if (file.Length - at < Frame)
            throw new FileFormatException(path, "it ends before its last chunk");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        var typed = file[(at + 4)..];
        if (length > typed.Length - 8)
            throw new FileFormatException(path, $"a chunk of {length} bytes reaches beyond its end");
        chunk = typed.Slice(4, (int)length);
        var type = System.Text.Encoding.Latin1.GetString(typed[..4]);
        if (!type.All(char.IsAsciiLetter))
            throw new FileFormatException(path, "the type of a chunk is no four letters");
        if (Crc32.HashToUInt32(typed[..(4 + chunk.Length)]) != BinaryPrimitives.ReadUInt32BigEndian(typed[(4 + chunk.Length)..]))
            throw new FileFormatException(path, $"its chunk {type} does not match its checksum");
        at += Frame + chunk.Length;
        return type;
    }

    private static NdArray Palette(ReadOnlySpan<byte> chunk, NdArray? earlier, PngHeader header, long data, string path)
    {
        if (earlier is not null || data > 0 || header.ColourType is 0 or 4)
            throw new FileFormatException(path, "its palette is in a place where none belongs");
        var most = header.ColourType == PngHeader.PaletteType ? 1 << header.BitDepth : 256;
        return chunk.Length % 3 == 0 && chunk.Length > 0 && chunk.Length / 3 <= most
            ? NdArray.From(chunk, chunk.Length / 3, 3)
            : throw new FileFormatException(path, $"its palette has {chunk.Length} bytes; it is 1 to {most} times three");
    }

    private static NdArray Samples(byte[] compressed, PngHeader header, NdArray? palette, string path)
    {
        Int128 length = 0;
        foreach (var pass in header.Passes())
            length += (Int128)pass.Rows(header.Height) * (1 + header.RowLength(pass.Columns(header.Width)));
        var filtered = Unpack(compressed, (long)Int128.Min(length, long.MaxValue), path);
        var sampleSize = header.BitDepth == 16 ? 2 : 1;
        var size = (Int128)header.Width * header.Height * header.Channels * sampleSize;
        ArrayShape.CheckFitsOneArray((long)Int128.Min(size, long.MaxValue), path, "its image");
        var samples = new byte[(int)size];
        PngRows.Decode(filtered, header, samples, path);
        if (header.ColourType == PngHeader.PaletteType && samples.AsSpan().ContainsAnyInRange((byte)palette!.Shape[0], (byte)255)
            && palette.Shape[0] < 256)
            throw new FileFormatException(path, $"a pixel has a colour beyond the {palette.Shape[0]} of the palette");
        if (sampleSize == 2)
            ByteOrder.Reverse(samples, 2);
        return NdArray.Wrap(sampleSize == 2 ? ElementType.UInt16 : ElementType.UInt8,
            [header.Height, header.Width, header.Channels], samples);
    }
    private static byte[] Unpack(byte[] compressed, long length, string path)
    {
        try
        {
            // The padding makes a cut before the checksum visible, which the decompressor passes over.
            using var zlib = new ZLibStream(new PaddedStream(compressed), CompressionMode.Decompress);
            return BoundedRead.ToEnd(zlib, length, compressed.Length, path, "the image");
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(path, $"its compressed data are cut or damaged ({e.Message.TrimEnd('.')})", e);
        }
    }
}
