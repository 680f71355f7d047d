namespace Equivariant.Formats;

/// <summary>What chunks were put through before they were stored (specification IV.A.2.l): deflate, shuffle, Fletcher's
/// checksum.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher = 3;

    private readonly List<(int Id, int Value)> filters = [];

    private Hdf5Filters()
    {
    }

    public static Hdf5Filters None { get; } = new();

    public bool Any => filters.Count > 0;

    public static Hdf5Filters Read(Hdf5Cursor cursor)
    {
        var result = new Hdf5Filters();
        var (version, count) = (cursor.UInt8(), cursor.UInt8());
        if (version is not (1 or 2))
            throw cursor.Space.Error($"a filter pipeline has the version {version}; 1 and 2 are read");
        if (version == 1)
            cursor.Skip(6);
        for (var i = 0; i < count; i++)
        {
            int id = cursor.UInt16();
            int nameLength = version == 1 || id >= 256 ? cursor.UInt16() : 0;
            cursor.Skip(2);
            int values = cursor.UInt16();
            cursor.Skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
            var first = values > 0 ? (int)cursor.UInt32() : 0;
            cursor.Skip(4L * Math.Max(0, values - 1));
            if (version == 1 && values % 2 == 1)
                cursor.Skip(4);
            if (id is not (Deflate or Shuffle or Fletcher))
                throw cursor.Space.Unsupported($"the filter {Name(id)}");
            result.filters.Add((id, first));
        }
        return result;
    }

    /// <summary>The chunk as it was before: exactly <paramref name="length"/> bytes.</summary>
    /// <param name="space">The file, for errors.</param>
    /// <param name="stored">The chunk as it is in the file.</param>
    /// <param name="mask">Filters that were left out for this chunk: bit i for filter i.</param>
    /// <param name="length">Bytes of a chunk.</param>
    public byte[] Undo(Hdf5Space space, byte[] stored, uint mask, int length)
    {
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            if (i < 32 && (mask & (1u << i)) != 0)
                continue;
            stored = filters[i].Id switch
            {
                // A checksum made before is behind the data.
                Deflate => Zlib.Unpack(
                    stored, length + (4 * filters.Take(i).Count(filter => filter.Id == Fletcher)), space.Path, "a chunk"),
                Shuffle => Unshuffle(stored, filters[i].Value),
                _ => CheckFletcher(space, stored),
            };
        }
        return stored.Length == length
            ? stored
            : throw space.Error($"a chunk has {stored.Length} bytes where {length} are expected");
    }

    /// <summary>First bytes of all elements, then second bytes, …: back in order. What is left over was not shuffled.</summary>
    private static byte[] Unshuffle(byte[] shuffled, int size)
    {
        if (size <= 1 || shuffled.Length < size)
            return shuffled;
        var (result, count) = (new byte[shuffled.Length], shuffled.Length / size);
        for (var b = 0; b < size; b++)
        {
            var from = shuffled.AsSpan(b * count, count);
            for (var i = 0; i < count; i++)
                result[(i * size) + b] = from[i];
        }
        shuffled.AsSpan(count * size).CopyTo(result.AsSpan(count * size));
        return result;
    }

    /// <summary>Fletcher's checksum of 16-bit big-endian words, behind the data.</summary>
    private static byte[] CheckFletcher(Hdf5Space space, byte[] stored)
    {
        if (stored.Length < 4)
            throw space.Error("a chunk is too short for its checksum");
        var data = stored.AsSpan(0, stored.Length - 4);
        uint first = 0, second = 0;
        for (var i = 0; i < data.Length; i += 2)
        {
            first = Fold(first + (uint)(data[i] << 8) + (i + 1 < data.Length ? data[i + 1] : 0u));
            second = Fold(second + first);
        }
        var sum = (second << 16) | first;
        return BitConverter.ToUInt32(stored, data.Length) == sum
            ? data.ToArray()
            : throw space.Error("a chunk does not match its checksum");

        // Modulo 65535, of which a sum that is not zero is never represented as zero.
        static uint Fold(uint value) => value > 65535 ? value - 65535 : value;
    }

    private static string Name(int id) => id switch
    {
        4 => "szip",
        5 => "n-bit",
        6 => "scale-offset",
        307 => "bzip2",
        32000 => "LZF",
        32001 => "Blosc",
        32004 => "LZ4",
        32015 => "Zstandard",
        _ => $"number {id}",
    };
}
