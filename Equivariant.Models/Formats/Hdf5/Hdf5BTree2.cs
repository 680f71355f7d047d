using System.Numerics;

namespace Equivariant.Formats;

/// <summary>B-trees of version 2 (specification III.A.2): names of links and attributes, and chunks of data sets that grow
/// along several axes.</summary>
internal sealed class Hdf5BTree2
{
    private const int NodeOverhead = 10;
    private const int DeepestLevel = 32;
    private readonly Hdf5Space space;
    private readonly int kind, recordSize;

    /// <summary>For each depth, bytes that count the records below a node of it.</summary>
    private readonly int[] totalSizes;
    private readonly int countSize;
    private readonly HashSet<long> seen = [];

    private Hdf5BTree2(Hdf5Space space, int kind, int recordSize, long nodeSize, int depth)
    {
        (this.space, this.kind, this.recordSize) = (space, kind, recordSize);
        var most = (nodeSize - NodeOverhead) / recordSize;
        if (most < 1)
            throw space.Error($"a B-tree has nodes of {nodeSize} bytes for records of {recordSize}");
        countSize = BytesFor(most);
        totalSizes = new int[depth + 1];
        var below = most;
        for (var level = 1; level <= depth; level++)
        {
            var pointer = space.OffsetSize + countSize + (level > 1 ? totalSizes[level - 1] : 0);
            var records = (nodeSize - NodeOverhead - pointer) / (recordSize + pointer);
            if (records < 1 || below > long.MaxValue / (records + 2))
                throw space.Error($"a B-tree has nodes of {nodeSize} bytes and the depth {depth}");
            below = ((records + 1) * below) + records;
            totalSizes[level] = BytesFor(below);
        }
    }

    /// <summary>All records, each with a cursor of its own.</summary>
    public static IReadOnlyList<Hdf5Cursor> Records(Hdf5Space space, long header, int kind)
    {
        var cursor = new Hdf5Cursor(space, header);
        cursor.Signature("BTHD");
        cursor.Version(0, "a B-tree");
        var found = cursor.UInt8();
        var (nodeSize, recordSize, depth) = (cursor.UInt32(), cursor.UInt16(), cursor.UInt16());
        cursor.Skip(2);
        var (root, count, total) = (cursor.Address(), cursor.UInt16(), cursor.Length());
        cursor.Checksum("a B-tree");
        if (found != kind || recordSize == 0 || depth > DeepestLevel)
            throw space.Error($"a B-tree of depth {depth} with records of kind {found} and {recordSize} bytes does not fit");
        var records = new List<Hdf5Cursor>();
        if (root != Hdf5Space.Undefined)
            new Hdf5BTree2(space, kind, recordSize, nodeSize, depth).Read(root, count, depth, records);
        return records.Count == total
            ? records
            : throw space.Error($"a B-tree holds {records.Count} records where {total} are announced");
    }

    private void Read(long address, long count, int depth, List<Hdf5Cursor> records)
    {
        if (!seen.Add(address))
            throw space.Error("a B-tree runs in a circle");
        var cursor = new Hdf5Cursor(space, address);
        cursor.Signature(depth == 0 ? "BTLF" : "BTIN");
        cursor.Version(0, "a node of a B-tree");
        var found = cursor.UInt8();
        if (found != kind)
            throw space.Error($"a node of a B-tree is of kind {found}, not {kind}");
        for (var i = 0L; i < count; i++)
            records.Add(cursor.Part(recordSize));
        var children = new List<(long Address, long Count)>();
        for (var i = 0L; depth > 0 && i <= count; i++)
        {
            children.Add((cursor.Address(), cursor.Count(countSize)));
            if (depth > 1)
                cursor.Count(totalSizes[depth - 1]);
        }
        cursor.Checksum("a node of a B-tree");
        foreach (var child in children)
            Read(child.Address, child.Count, depth - 1, records);
    }

    private static int BytesFor(long most) => (BitOperations.Log2((ulong)most) / 8) + 1;
}
