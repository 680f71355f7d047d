using System.Buffers.Binary;

namespace Equivariant.Formats;

/// <summary>JPEG images, baseline and progressive, of 8 bits, decoded by StbImageSharp.</summary>
internal static class Jpeg
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    // A block of 64 pixels takes at least a bit in the first scan.
    private const long LargestRatio = 512;

    /// <summary>Uint8, [H,W] for grey, [H,W,3] for colours.</summary>
    /// <exception cref="FileFormatException">The file is cut, damaged, no JPEG image, or of a kind that is not read.</exception>
    public static NdArray Read(byte[] bytes, string path = "image in memory")
    {
        CheckMarkers(bytes, path);
        return StbImage.Decode(bytes, path);
    }

    /// <summary>Walks the markers to the end of the image, because StbImageSharp does not end on cut headers.</summary>
    private static void CheckMarkers(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes is not [0xFF, StartOfImage, ..])
            throw new FileFormatException(path, "it is no JPEG image");
        var (at, sized, scanned) = (2, false, false);
        while (true)
        {
            var marker = NextMarker(bytes, ref at, skipData: scanned, path);
            if (marker == EndOfImage)
                break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
                continue;
            var length = at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : 0;
            if (length < 2 || length > bytes.Length - at)
                throw new FileFormatException(path, $"its segment {marker:X2} at {at} is cut or damaged");
            var segment = bytes.Slice(at + 2, length - 2);
            at += length;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (sized)
                    throw new FileFormatException(path, "it has two frame headers");
                CheckFrame(marker, segment, bytes.Length, path);
                sized = true;
            }
            scanned |= marker == StartOfScan;
            if (scanned && !sized)
                throw new FileFormatException(path, "it has a scan before its frame header");
        }
        if (!scanned)
            throw new FileFormatException(path, "it has no scan");
    }

    private static byte NextMarker(ReadOnlySpan<byte> bytes, ref int at, bool skipData, string path)
    {
        while (at + 1 < bytes.Length)
        {
            if (bytes[at] == 0xFF && bytes[at + 1] is not (0x00 or 0xFF))
            {
                at += 2;
                return bytes[at - 1];
            }
            // Before the first scan only fill bytes may stand between segments.
            if (!skipData && bytes[at] != 0xFF)
                throw new FileFormatException(path, $"it has no marker at {at}");
            at++;
        }
        throw new FileFormatException(path, "it ends before its end marker: it is cut");
    }

    private static void CheckFrame(byte marker, ReadOnlySpan<byte> frame, int fileLength, string path)
    {
        if (marker is not (0xC0 or 0xC1 or 0xC2))
            throw new FileFormatException(path, $"its coding {marker:X2} is not read; baseline and progressive JPEG are");
        if (frame.Length < 6 || frame.Length != 6 + (3 * frame[5]) || frame[5] is not (1 or 3 or 4))
            throw new FileFormatException(path, "its frame header is damaged");
        if (frame[0] != 8)
            throw new FileFormatException(path, $"its samples have {frame[0]} bits; 8 are read");
        StbImage.CheckSize(BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]),
            fileLength, LargestRatio, path);
    }
}
