using System.Buffers.Binary;

namespace Equivariant.Formats;

/// <summary>Uncompressed BMP images, decoded by StbImageSharp.</summary>
internal static class Bmp
{
    private const int FileHeaderSize = 14, OldHeaderSize = 12, HeaderSize = 40;

    /// <summary>Uint8, [H,W,3], or [H,W,4] with alpha.</summary>
    /// <exception cref="FileFormatException">The file is cut, damaged, no BMP image, or of a kind that is not read.</exception>
    public static NdArray Read(byte[] bytes, string path = "image in memory")
    {
        CheckHeader(bytes, path);
        return StbImage.Decode(bytes, path);
    }

    /// <summary>Checks that all rows are in the file; StbImageSharp takes zeros for those that are not.</summary>
    private static void CheckHeader(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes is not [(byte)'B', (byte)'M', ..] || bytes.Length < FileHeaderSize + OldHeaderSize)
            throw new FileFormatException(path, "it is no BMP image, or cut");
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        var header = bytes[FileHeaderSize..];
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (size != OldHeaderSize && (size < HeaderSize || size > header.Length))
            throw new FileFormatException(path, $"its header of {size} bytes is cut or damaged");
        var old = size == OldHeaderSize;
        long width = old ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..])
            : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        // Rows that go downwards have a negative height.
        var height = old ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..])
            : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[8..]));
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(old ? 10 : 14)..]);
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw new FileFormatException(path, $"its pixels have {bits} bits");
        StbImage.CheckSize(height, width, bytes.Length, 8, path);
        var row = ((width * bits) + 31) / 32 * 4;
        if (offset < FileHeaderSize + size || offset > bytes.Length || row * height > bytes.Length - offset)
            throw new FileFormatException(path, $"its {width}×{height} pixels of {bits} bits are cut or damaged");
    }
}
