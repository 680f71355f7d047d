using System.Text;

namespace Equivariant.Formats;

/// <summary>Texts of variable length in global heap collections (specification III.E).</summary>
internal static class Hdf5GlobalHeap
{
    /// <summary>The texts behind references of length, collection and index.</summary>
    public static string[] Texts(Hdf5Space space, byte[] references)
    {
        var cursor = 0;
        var size = 4 + space.OffsetSize + 4;
        var texts = new string[references.Length / size];
        var collections = new Dictionary<long, Dictionary<int, (long At, long Length)>>();
        for (var i = 0; i < texts.Length; i++, cursor += size)
        {
            var reference = references.AsSpan(cursor, size);
            var length = Number(reference[..4]);
            var address = Number(reference.Slice(4, space.OffsetSize));
            var index = (int)Math.Min(int.MaxValue, Number(reference[^4..]));
            if (length == 0)
            {
                texts[i] = "";
                continue;
            }
            if (!collections.TryGetValue(address, out var objects))
                collections[address] = objects = Read(space, address);
            if (!objects.TryGetValue(index, out var found) || length > found.Length)
                throw space.Error($"a text refers to the object {index} of a heap, which is not there");
            var bytes = space.Read(found.At, length);
            var zero = Array.IndexOf(bytes, (byte)0);
            texts[i] = Encoding.UTF8.GetString(bytes, 0, zero < 0 ? bytes.Length : zero);
        }
        return texts;
    }

    private static Dictionary<int, (long At, long Length)> Read(Hdf5Space space, long address)
    {
        var head = new Hdf5Cursor(space, address);
        head.Signature("GCOL");
        head.Version(1, "a global heap");
        head.Skip(3);
        var size = head.Length();
        var cursor = new Hdf5Cursor(space, address, size);
        cursor.Skip(head.At - address);
        var objects = new Dictionary<int, (long At, long Length)>();
        while (cursor.Left >= 8 + space.LengthSize)
        {
            int index = cursor.UInt16();
            cursor.Skip(6);
            var length = cursor.Length();
            // Object 0 is the free space at the end.
            if (index == 0)
                break;
            objects.TryAdd(index, (cursor.At, length));
            cursor.Skip(length);
            cursor.Skip(Math.Min(cursor.Left, (8 - (length & 7)) & 7));
        }
        return objects;
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return (long)Math.Min(value, long.MaxValue);
    }
}
