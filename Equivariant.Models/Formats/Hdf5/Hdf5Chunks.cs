namespace Equivariant.Formats;

/// <summary>A chunk as it is stored.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Bytes that it takes.</param>
/// <param name="Mask">Filters that were left out.</param>
internal readonly record struct Hdf5Chunk(long Address, long Size, uint Mask);

/// <summary>The grid of chunks of a data set, and the way from a place in it to the chunk.</summary>
internal sealed class Hdf5Chunks
{
    private const int PlainRecords = 10, FilteredRecords = 11;

    private readonly Hdf5Space space;
    private readonly Hdf5Layout layout;
    private readonly int rank;
    private readonly bool filtered;
    private readonly Func<long[], Hdf5Chunk?> find;

    public Hdf5Chunks(Hdf5Space space, Hdf5Layout layout, Hdf5Dataspace dataspace, int elementSize, bool filtered)
    {
        (this.space, this.layout, this.filtered, rank) = (space, layout, filtered, dataspace.Rank);
        var chunk = layout.Chunk!;
        (Extents, ElementSize) = (dataspace.Extents, elementSize);
        Bytes = chunk.Aggregate(elementSize, (bytes, extent) => bytes * extent);
        Grid = [.. dataspace.Extents.Select((extent, axis) => (extent + chunk[axis] - 1) / chunk[axis])];
        // Arrays of chunks count along the largest extents, so that places keep their numbers when the data grow.
        var most = dataspace.Largest
            .Select((extent, axis) => extent is { } known ? (known - 1 + chunk[axis]) / chunk[axis] : (long?)null).ToArray();
        find = Finder(most);
    }

    /// <summary>Number of chunks along each axis.</summary>
    public long[] Grid { get; }

    /// <summary>The length of every axis, in elements.</summary>
    public long[] Extents { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementSize { get; }

    /// <summary>Bytes of a chunk before filters.</summary>
    public int Bytes { get; }

    /// <summary>The chunk at a place of the grid, null where nothing was written.</summary>
    public Hdf5Chunk? At(long[] place) => find(place) is { Address: not Hdf5Space.Undefined } chunk ? chunk : null;

    /// <summary>The number of a place in C order.</summary>
    public long NumberOf(long[] place) => Number(place, [.. Grid]);

    private Func<long[], Hdf5Chunk?> Finder(long?[] most)
    {
        if (layout.Address == Hdf5Space.Undefined)
            return _ => null;
        switch (layout.Index)
        {
            case Hdf5ChunkIndex.SingleChunk:
                return _ => new Hdf5Chunk(layout.Address, filtered ? layout.Length : Bytes, layout.Mask);
            case Hdf5ChunkIndex.Implicit:
                return place => new Hdf5Chunk(checked(layout.Address + (Number(place, most) * Bytes)), Bytes, 0);
            case Hdf5ChunkIndex.FixedArray:
                var fixedArray = new Hdf5FixedArray(space, layout.Address, filtered, Bytes);
                return place => fixedArray.At(Number(place, most));
            case Hdf5ChunkIndex.ExtensibleArray:
                var growing = Array.IndexOf(most, null);
                var array = new Hdf5ExtensibleArray(space, layout.Address, filtered, Bytes);
                return place => array.At(Number(Swizzled(place, growing), Swizzled(most, growing)));
            default:
                var chunks = layout.Index == Hdf5ChunkIndex.BTree1 ? Tree1() : Tree2();
                return place => chunks.TryGetValue(NumberOf(place), out var chunk) ? chunk : null;
        }
    }

    /// <summary>The axis that grows comes first in the order of an extensible array.</summary>
    private static T[] Swizzled<T>(T[] values, int growing) =>
        growing <= 0 ? values : [values[growing], .. values[..growing], .. values[(growing + 1)..]];

    private long Number(long[] place, long?[] counts)
    {
        Int128 number = 0;
        for (var axis = 0; axis < place.Length; axis++)
            number = (number * (counts[axis] ?? 1)) + place[axis];
        return number <= long.MaxValue ? (long)number : throw space.Error("it has more chunks than any file");
    }

    private long Number(long[] place, long[] counts) => Number(place, [.. counts.Select(count => (long?)count)]);

    private Dictionary<long, Hdf5Chunk> Tree1()
    {
        var chunks = new Dictionary<long, Hdf5Chunk>();
        var leaves = Hdf5BTree1.Leaves(space, layout.Address, Hdf5BTree1.Chunks, cursor =>
        {
            var (size, mask) = (cursor.UInt32(), cursor.UInt32());
            var offsets = Enumerable.Range(0, rank + 1).Select(_ => cursor.Count(8)).ToArray();
            return (size, mask, offsets);
        });
        foreach (var (key, address) in leaves)
        {
            var place = new long[rank];
            for (var axis = 0; axis < rank; axis++)
            {
                if (key.offsets[axis] % layout.Chunk![axis] != 0)
                    throw space.Error($"a chunk begins at {key.offsets[axis]}, where none can");
                place[axis] = key.offsets[axis] / layout.Chunk[axis];
            }
            Add(chunks, place, new Hdf5Chunk(address, key.size, key.mask));
        }
        return chunks;
    }

    private Dictionary<long, Hdf5Chunk> Tree2()
    {
        var chunks = new Dictionary<long, Hdf5Chunk>();
        foreach (var record in Hdf5BTree2.Records(space, layout.Address, filtered ? FilteredRecords : PlainRecords))
        {
            var address = record.Address();
            var (size, mask) = ((long)Bytes, 0u);
            if (filtered)
                (size, mask) = (record.Count((int)record.Left - 4 - (8 * rank)), record.UInt32());
            var place = Enumerable.Range(0, rank).Select(_ => record.Count(8)).ToArray();
            Add(chunks, place, new Hdf5Chunk(address, size, mask));
        }
        return chunks;
    }

    private void Add(Dictionary<long, Hdf5Chunk> chunks, long[] place, Hdf5Chunk chunk)
    {
        // After data shrank, chunks may be left over beyond the edge.
        for (var axis = 0; axis < rank; axis++)
        {
            if (place[axis] >= Grid[axis])
                return;
        }
        if (!chunks.TryAdd(NumberOf(place), chunk))
            throw space.Error($"the chunk at [{string.Join(", ", place)}] is there twice");
    }
}
