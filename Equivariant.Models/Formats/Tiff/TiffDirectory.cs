using System.Buffers.Binary;

namespace Equivariant.Formats;

/// <summary>A directory of a TIFF file: the whole numbers behind its tags (TIFF 6.0, section 2).</summary>
internal sealed class TiffDirectory
{
    private const int EntrySize = 12;

    private readonly FileBytes file;
    private readonly bool bigEndian;
    private readonly Dictionary<int, (int Type, uint Count, long Place)> entries = [];

    public TiffDirectory(FileBytes file, bool bigEndian, long offset)
    {
        (this.file, this.bigEndian) = (file, bigEndian);
        var count = UInt16(offset);
        file.Check(offset + 2, ((long)count * EntrySize) + 4);
        for (var i = 0; i < count; i++)
        {
            var place = offset + 2 + ((long)i * EntrySize);
            // A tag that comes again is damage or play; the first one counts for everyone.
            entries.TryAdd(UInt16(place), (UInt16(place + 2), UInt32(place + 4), place + 8));
        }
        Next = UInt32(offset + 2 + ((long)count * EntrySize));
    }

    /// <summary>Where the next directory is; 0 after the last.</summary>
    public long Next { get; }

    public bool Has(TiffTag tag) => entries.ContainsKey((int)tag);

    /// <summary>The single number behind a tag.</summary>
    public long Value(TiffTag tag, long? absent = null)
    {
        if (!Has(tag) && absent is { } value)
            return value;
        var values = Values(tag);
        return values is [var only]
            ? only
            : throw new FileFormatException(file.Path, $"its tag {tag} has {values.Length} values instead of one");
    }

    /// <summary>All numbers behind a tag.</summary>
    public long[] Values(TiffTag tag)
    {
        if (!entries.TryGetValue((int)tag, out var entry))
            throw new FileFormatException(file.Path, $"its tag {tag} is missing");
        var size = entry.Type switch
        {
            1 => 1,
            3 => 2,
            4 => 4,
            _ => throw new FileFormatException(file.Path, $"its tag {tag} is of type {entry.Type}, not a whole number"),
        };
        // Values of up to four bytes stand in the entry itself.
        var place = size * (long)entry.Count <= 4 ? entry.Place : UInt32(entry.Place);
        file.Check(place, size * (long)entry.Count);
        var values = new long[entry.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var at = place + ((long)i * size);
            values[i] = size switch { 1 => (long)file.ReadUInt(at, 1), 2 => UInt16(at), _ => UInt32(at) };
        }
        return values;
    }

    private ushort UInt16(long at)
    {
        var value = (ushort)file.ReadUInt(at, 2);
        return bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private uint UInt32(long at)
    {
        var value = (uint)file.ReadUInt(at, 4);
        return bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}

/// <summary>The tags that are read.</summary>
internal enum TiffTag
{
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    PhotometricInterpretation = 262,
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    PlanarConfiguration = 284,
    Predictor = 317,
    TileWidth = 322,
    SampleFormat = 339,
}
