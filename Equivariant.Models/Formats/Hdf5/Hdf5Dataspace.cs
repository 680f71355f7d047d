namespace Equivariant.Formats;

/// <summary>The extents of a data set or attribute (specification IV.A.2.b).</summary>
/// <param name="Extents">The length of each axis; empty for a scalar.</param>
/// <param name="Largest">How long each axis may become; null for without end.</param>
internal sealed record Hdf5Dataspace(long[] Extents, long?[] Largest)
{
    private const int MaximumRank = 32;

    public int Rank => Extents.Length;

    public static Hdf5Dataspace Read(Hdf5Cursor cursor)
    {
        var version = cursor.UInt8();
        var (rank, flags) = (cursor.UInt8(), cursor.UInt8());
        if (version is not (1 or 2) || rank > MaximumRank)
            throw cursor.Space.Error($"a data space of version {version} with {rank} axes is damaged");
        if (version == 1)
        {
            cursor.Skip(5);
        }
        else
        {
            var kind = cursor.UInt8();
            if (kind == 2)
                return new Hdf5Dataspace([0], [0]);
            if (kind > 2 || (kind == 0 && rank > 0))
                throw cursor.Space.Error($"a data space of kind {kind} with {rank} axes is damaged");
        }
        var extents = new long[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            extents[axis] = cursor.Length();
            if (extents[axis] > int.MaxValue)
                throw cursor.Space.Error($"an axis of length {extents[axis]} is out of range");
        }
        var largest = extents.Select(extent => (long?)extent).ToArray();
        for (var axis = 0; axis < rank && (flags & 1) != 0; axis++)
        {
            var bytes = cursor.Bytes(cursor.Space.LengthSize);
            largest[axis] = bytes.All(b => b == 0xFF) ? null : (long)Math.Min(Value(bytes), long.MaxValue);
            if (largest[axis] < extents[axis])
                throw cursor.Space.Error($"axis {axis} has the length {extents[axis]}, more than its maximum {largest[axis]}");
        }
        return new Hdf5Dataspace(extents, largest);
    }

    /// <summary>Bytes of all elements, refused where one array cannot hold them.</summary>
    public long Bytes(Hdf5Space space, int elementSize)
    {
        Int128 bytes = elementSize;
        foreach (var extent in Extents)
            bytes = extent == 0 ? 0 : Int128.Min(bytes * extent, (Int128)1 << 80);
        return bytes <= long.MaxValue ? (long)bytes : throw space.Error("a data set is larger than any file");
    }

    private static ulong Value(byte[] bytes) => bytes.Reverse().Aggregate(0UL, (value, b) => (value << 8) | b);
}
