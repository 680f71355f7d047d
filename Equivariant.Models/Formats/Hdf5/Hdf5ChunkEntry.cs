namespace Equivariant.Formats;

/// <summary>How an array stores a chunk: its address, and of filtered ones also the size and the filters left out.</summary>
internal sealed class Hdf5ChunkEntry
{
    private readonly Hdf5Space space;
    private readonly bool filtered;
    private readonly int chunkBytes;

    public Hdf5ChunkEntry(Hdf5Space space, bool filtered, int size, int chunkBytes)
    {
        (this.space, this.filtered, this.chunkBytes, Size) = (space, filtered, chunkBytes, size);
        var sizeBytes = size - space.OffsetSize - 4;
        if (filtered ? sizeBytes is < 1 or > 8 : size != space.OffsetSize)
            throw space.Error($"an array of chunks has entries of {size} bytes, which does not fit");
    }

    /// <summary>Bytes of an entry.</summary>
    public int Size { get; }

    public Hdf5Chunk? Read(long at)
    {
        var cursor = new Hdf5Cursor(space, at, Size);
        var address = cursor.Address();
        return filtered
            ? new Hdf5Chunk(address, cursor.Count(Size - space.OffsetSize - 4), cursor.UInt32())
            : new Hdf5Chunk(address, chunkBytes, 0);
    }
}
