namespace Equivariant.Formats;

/// <summary>
/// Checks object headers of version 1, which have no checksum (HDF5 File Format Specification 3.0, IV.A.1): each message lies
/// inside its block, and each attribute and fill value inside its message. PureHDF makes arrays of the sizes announced there.
/// </summary>
internal sealed class Hdf5OldHeaders(FileBytes file, long origin)
{
    private const int OldFillValue = 0x04, FillValue = 0x05, Attribute = 0x0C, Continuation = 0x10;
    private const byte Shared = 0x02;

    /// <summary>Checks the header at a place.</summary>
    /// <exception cref="FileFormatException">It is damaged.</exception>
    public void Check(long at)
    {
        var blocks = new Queue<(long At, long Length)>([(at + 16, Number(at + 8, 4))]);
        var seen = new HashSet<long>();
        while (blocks.TryDequeue(out var block))
        {
            file.Check(block.At, block.Length);
            if (!seen.Add(block.At))
                throw Damaged("an object header runs in a circle");
            for (long next = block.At, end = next + block.Length; next <= end - 8;)
            {
                var (kind, size, content) = ((int)Number(next, 2), Number(next + 2, 2), next + 8);
                next = content + size;
                if (next > end)
                    throw Damaged($"a message of {size} bytes in an object header is longer than the header");
                if (kind == Continuation)
                    blocks.Enqueue((origin + Number(content, 8), Number(content + 8, 8)));
                else if ((Number(content - 4, 1) & Shared) == 0 && size >= 8 && Needed(kind, content) > size)
                    throw Damaged($"a message of {size} bytes in an object header announces more");
            }
        }
    }

    /// <summary>The bytes that a message takes for what it announces.</summary>
    private long Needed(int kind, long at) => kind switch
    {
        OldFillValue => 4 + Number(at, 4),
        FillValue when Number(at, 1) == 3 => (Number(at + 1, 1) & 0x20) == 0 ? 0 : 6 + Number(at + 2, 4),
        FillValue => Number(at + 3, 1) == 0 ? 0 : 8 + Number(at + 4, 4),
        Attribute => AttributeSize(at),
        _ => 0,
    };

    private long AttributeSize(long at)
    {
        var version = Number(at, 1);
        var (name, type, space) = (Number(at + 2, 2), Number(at + 4, 2), Number(at + 6, 2));
        var head = version == 3 ? 9 : 8;
        if (version == 1)
            (name, type, space) = ((name + 7) & ~7, (type + 7) & ~7, (space + 7) & ~7);
        // Named types and spaces are elsewhere; h5py and the CREMI files have none.
        if (version > 1 && Number(at + 1, 1) != 0)
            return 0;
        var dataspace = at + head + name + type;
        Int128 bytes = Number(at + head + name + 4, 4);
        var axes = Number(dataspace, 1) == 1 ? dataspace + 8 : dataspace + 4;
        for (var axis = 0; axis < Number(dataspace + 1, 1); axis++)
            bytes = Int128.Min(bytes * Number(axes + (8 * axis), 8), file.Length + 1);
        return head + name + type + space + (long)Int128.Min(bytes, file.Length + 1);
    }

    private long Number(long at, int size) => file.ReadLength(at, size);

    private FileFormatException Damaged(string reason) => new(file.Path, reason);
}
