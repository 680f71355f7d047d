namespace Equivariant.Formats;

/// <summary>The kinds of indices that find chunks.</summary>
internal enum Hdf5ChunkIndex
{
    SingleChunk = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    BTree2 = 5,

    /// <summary>A B-tree of version 1, in layouts of version 3.</summary>
    BTree1 = 0,
}

/// <summary>Where the elements of a data set are (specification IV.A.2.i): versions 3 and 4.</summary>
/// <param name="Address">The data, or the index of chunks; may be undefined where nothing was written.</param>
/// <param name="Length">Bytes of contiguous data; of the only chunk where it is filtered.</param>
/// <param name="Chunk">The extents of a chunk in elements; null where the data are in one piece.</param>
/// <param name="Index">What finds the chunks.</param>
/// <param name="Mask">Filters left out for the only chunk.</param>
/// <param name="PartialUnfiltered">Whether chunks that reach beyond the edge are stored as they are.</param>
internal sealed record Hdf5Layout(
    long Address, long Length, int[]? Chunk = null, Hdf5ChunkIndex Index = default, uint Mask = 0, bool PartialUnfiltered = false)
{
    public static Hdf5Layout Read(Hdf5Cursor cursor, Hdf5Dataspace dataspace, int elementSize)
    {
        var version = cursor.UInt8();
        if (version is 1 or 2)
            throw cursor.Space.Unsupported($"a data layout of version {version} (HDF5 before 1.6)");
        if (version is not (3 or 4))
            throw cursor.Space.Error($"a data layout has the version {version}; 3 and 4 are read");
        var kind = cursor.UInt8();
        switch (kind)
        {
            case 0:
                var size = cursor.UInt16();
                return new Hdf5Layout(cursor.Part(size).At, size);
            case 1:
                return new Hdf5Layout(cursor.Address(), cursor.Length());
            case 2:
                return version == 3 ? Chunks3(cursor, dataspace, elementSize) : Chunks4(cursor, dataspace, elementSize);
            case 3:
                throw cursor.Space.Unsupported("a virtual data set");
            default:
                throw cursor.Space.Error($"a data layout is of kind {kind}, which there is not");
        }
    }

    private static Hdf5Layout Chunks3(Hdf5Cursor cursor, Hdf5Dataspace dataspace, int elementSize)
    {
        int rank = cursor.UInt8();
        var address = cursor.Address();
        return new Hdf5Layout(address, 0, Extents(cursor, rank, 4, dataspace, elementSize));
    }

    private static Hdf5Layout Chunks4(Hdf5Cursor cursor, Hdf5Dataspace dataspace, int elementSize)
    {
        var (flags, rank, width) = (cursor.UInt8(), cursor.UInt8(), cursor.UInt8());
        if (width is < 1 or > 8)
            throw cursor.Space.Error($"the extents of a chunk have {width} bytes each");
        var chunk = Extents(cursor, rank, width, dataspace, elementSize);
        var index = (Hdf5ChunkIndex)cursor.UInt8();
        var (length, mask) = (0L, 0u);
        switch (index)
        {
            case Hdf5ChunkIndex.SingleChunk when (flags & 2) != 0:
                (length, mask) = (cursor.Length(), cursor.UInt32());
                break;
            case Hdf5ChunkIndex.SingleChunk or Hdf5ChunkIndex.Implicit:
                break;
            case Hdf5ChunkIndex.FixedArray:
                cursor.Skip(1);
                break;
            case Hdf5ChunkIndex.ExtensibleArray:
                cursor.Skip(5);
                break;
            case Hdf5ChunkIndex.BTree2:
                cursor.Skip(6);
                break;
            default:
                throw cursor.Space.Error($"chunks are found by an index of kind {(int)index}, which there is not");
        }
        return new Hdf5Layout(cursor.Address(), length, chunk, index, mask, (flags & 1) != 0);
    }

    /// <summary>The extents of a chunk; behind them is the size of an element.</summary>
    private static int[] Extents(Hdf5Cursor cursor, int rank, int width, Hdf5Dataspace dataspace, int elementSize)
    {
        var extents = new long[rank];
        for (var axis = 0; axis < rank; axis++)
            extents[axis] = cursor.Count(width);
        if (rank != dataspace.Rank + 1 || rank < 2 || extents[^1] != elementSize)
            throw cursor.Space.Error($"chunks of {rank - 1} axes do not fit data of {dataspace.Rank}");
        Int128 bytes = 1;
        foreach (var extent in extents)
        {
            bytes *= extent;
            if (extent < 1 || bytes > Array.MaxLength)
                throw cursor.Space.Error($"chunks of [{string.Join(", ", extents[..^1])}] elements are out of range");
        }
        return [.. extents[..^1].Select(extent => (int)extent)];
    }
}
