namespace Equivariant.Formats;

/// <summary>
/// Puts the chunks of a data set into an array. Unpacked chunks are kept while there is room, since sections one after the
/// other lie in the same ones.
/// </summary>
internal sealed class Hdf5ChunkReader(Hdf5Space space, Hdf5Chunks chunks, Hdf5Layout layout, Hdf5Filters filters)
{
    private const long KeptBytes = 256 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<long, byte[]> kept = [];
    private long keptBytes;

    /// <summary>Reads elements: along the first axis some from <paramref name="first"/> on, all along the others.</summary>
    /// <param name="extents">The shape of the result.</param>
    /// <param name="first">The first section.</param>
    /// <param name="result">Receives the elements, filled already where nothing was written.</param>
    public void Read(long[] extents, long first, byte[] result)
    {
        if (result.Length == 0)
            return;
        var (rank, chunk) = (extents.Length, layout.Chunk!);
        var place = new long[rank];
        place[0] = first / chunk[0];
        var lastSection = (first + extents[0] - 1) / chunk[0];
        while (true)
        {
            if (chunks.At(place) is { } stored)
                Copy(Unpack(place, stored), place, extents, first, result);
            var axis = rank - 1;
            while (axis >= 0 && ++place[axis] == (axis == 0 ? lastSection + 1 : chunks.Grid[axis]))
                place[axis--] = 0;
            if (axis < 0)
                return;
        }
    }

    private byte[] Unpack(long[] place, Hdf5Chunk stored)
    {
        var number = chunks.NumberOf(place);
        lock (gate)
        {
            if (kept.TryGetValue(number, out var known))
                return known;
        }
        space.Check(stored.Address, stored.Size);
        ArrayShape.CheckFitsOneArray(stored.Size, space.Path, "a chunk");
        var bytes = space.Read(stored.Address, stored.Size);
        if (!(layout.PartialUnfiltered && ReachesBeyond(place)))
            bytes = filters.Undo(space, bytes, stored.Mask, chunks.Bytes);
        if (bytes.Length != chunks.Bytes)
            throw space.Error($"a chunk has {bytes.Length} bytes where {chunks.Bytes} are expected");
        lock (gate)
        {
            if (keptBytes + bytes.Length > KeptBytes)
            {
                kept.Clear();
                keptBytes = 0;
            }
            if (bytes.Length <= KeptBytes && kept.TryAdd(number, bytes))
                keptBytes += bytes.Length;
        }
        return bytes;
    }

    private bool ReachesBeyond(long[] place)
    {
        for (var axis = 0; axis < place.Length; axis++)
        {
            if ((place[axis] + 1) * layout.Chunk![axis] > chunks.Extents[axis])
                return true;
        }
        return false;
    }

    /// <summary>Copies what the chunk and the wanted elements share, a run along the last axis at a time.</summary>
    private void Copy(byte[] chunk, long[] place, long[] extents, long first, byte[] result)
    {
        var (rank, size) = (extents.Length, chunks.ElementSize);
        var (from, to, count) = (new long[rank], new long[rank], new long[rank]);
        for (var axis = 0; axis < rank; axis++)
        {
            var (start, origin) = (place[axis] * layout.Chunk![axis], axis == 0 ? first : 0);
            from[axis] = Math.Max(0, origin - start);
            to[axis] = start + from[axis] - origin;
            count[axis] = Math.Min(layout.Chunk[axis] - from[axis], extents[axis] - to[axis]);
        }
        var index = new long[rank];
        while (true)
        {
            var (source, target) = (0L, 0L);
            for (var axis = 0; axis < rank; axis++)
            {
                source = (source * layout.Chunk![axis]) + from[axis] + index[axis];
                target = (target * extents[axis]) + to[axis] + index[axis];
            }
            chunk.AsSpan((int)(source * size), (int)(count[^1] * size)).CopyTo(result.AsSpan((int)(target * size)));
            var along = rank - 2;
            while (along >= 0 && ++index[along] == count[along])
                index[along--] = 0;
            if (along < 0)
                return;
        }
    }
}
