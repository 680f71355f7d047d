using System.Buffers.Binary;
using TiffTag = BitMiracle.LibTiff.Classic.TiffTag;

namespace Equivariant.Formats;

/// <summary>A directory of a TIFF or BigTIFF file: the whole numbers behind its tags (TIFF 6.0, section 2).</summary>
internal sealed class TiffDirectory
{
    private readonly FileBytes file;
    private readonly TiffLayout layout;
    private readonly Dictionary<TiffTag, (int Type, long Count, long Offset)> entries = [];

    /// <summary>Reads the entries and checks that the values of all of them are in the file.</summary>
    public TiffDirectory(FileBytes file, TiffLayout layout, long offset)
    {
        (this.file, this.layout) = (file, layout);
        var count = layout.Number(file, offset, layout.IsBig ? 8 : 2);
        var first = offset + (layout.IsBig ? 8 : 2);
        file.Check(first, 0);
        if (count > (file.Length - first) / layout.EntrySize)
            throw new FileFormatException(file.Path, $"a directory of {count} tags does not fit its {file.Length} bytes");
        var total = 0L;
        for (var i = 0; i < count; i++)
        {
            var at = first + (i * layout.EntrySize);
            var type = (int)layout.Number(file, at + 2, 2);
            var values = layout.Number(file, at + 4, layout.OffsetSize);
            if (values > file.Length)
                throw new FileFormatException(file.Path, $"a tag has {values} values, more than its {file.Length} bytes hold");
            var size = values * SizeOf(type);
            var place = at + 4 + layout.OffsetSize;
            // Small values stand in the entry itself.
            if (size > layout.OffsetSize)
                place = layout.Number(file, place, layout.OffsetSize);
            file.Check(place, size);
            total += size;
            // A tag that comes again is damage or play; the first one counts for everyone.
            entries.TryAdd((TiffTag)layout.Number(file, at, 2), (type, values, place));
        }
        // LibTiff copies the values of every tag, and many tags may share one place.
        if (total > file.Length)
            throw new FileFormatException(file.Path, $"the values of its tags take {total} of {file.Length} bytes");
        Next = layout.Number(file, first + (count * layout.EntrySize), layout.OffsetSize);
    }

    /// <summary>Where the next directory is; 0 after the last.</summary>
    public long Next { get; }

    public bool Has(TiffTag tag) => entries.ContainsKey(tag);

    /// <summary>The single number behind a tag.</summary>
    public long Value(TiffTag tag, long? absent = null)
    {
        var values = Values(tag, absent);
        return values is [var only]
            ? only
            : throw new FileFormatException(file.Path, $"its tag {tag} has {values.Length} values instead of one");
    }

    /// <summary>All numbers behind a tag.</summary>
    public long[] Values(TiffTag tag, long? absent = null)
    {
        if (!entries.TryGetValue(tag, out var entry))
            return absent is { } value ? [value] : throw new FileFormatException(file.Path, $"its tag {tag} is missing");
        if (entry.Type is not (1 or 3 or 4 or 16))
            throw new FileFormatException(file.Path, $"its tag {tag} is of type {entry.Type}, not a whole number");
        var size = SizeOf(entry.Type);
        var values = new long[entry.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = layout.Number(file, entry.Offset + ((long)i * size), size);
        return values;
    }

    /// <summary>Bytes of a value of a type; types that TIFF does not know count as the largest.</summary>
    private static int SizeOf(int type) => type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, _ => 8 };
}

/// <summary>How the numbers of a TIFF file are stored.</summary>
internal readonly record struct TiffLayout(bool IsBigEndian, bool IsBig)
{
    /// <summary>Bytes of an address and of a count of values.</summary>
    public int OffsetSize => IsBig ? 8 : 4;

    /// <summary>Bytes of a directory's entry.</summary>
    public int EntrySize => IsBig ? 20 : 12;

    /// <summary>An unsigned number; those beyond 2⁶³ are refused as addresses past the end.</summary>
    public long Number(FileBytes file, long at, int size)
    {
        var value = file.ReadUInt(at, size);
        if (IsBigEndian)
            value = BinaryPrimitives.ReverseEndianness(value) >> (64 - (8 * size));
        return value <= long.MaxValue ? (long)value : throw new FileFormatException(file.Path, $"it refers to {value}");
    }
}
