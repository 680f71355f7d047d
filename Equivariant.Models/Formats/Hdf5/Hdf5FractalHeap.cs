using System.Numerics;

namespace Equivariant.Formats;

/// <summary>A fractal heap (specification III.G): where new groups keep links and attributes that are many. Managed objects in
/// unfiltered heaps are read.</summary>
internal sealed class Hdf5FractalHeap
{
    private const int Managed = 0;

    private readonly Hdf5Space space;
    private readonly HashSet<long> checkedBlocks = [];
    private readonly bool checksums;
    private readonly int tableWidth, firstRows, offsetBytes, lengthBytes, directRows;
    private readonly long startingSize, allocated, root;

    public Hdf5FractalHeap(Hdf5Space space, long address)
    {
        this.space = space;
        var cursor = new Hdf5Cursor(space, address);
        cursor.Signature("FRHP");
        cursor.Version(0, "a fractal heap");
        IdLength = cursor.UInt16();
        int filters = cursor.UInt16();
        checksums = (cursor.UInt8() & 2) != 0;
        long largestObject = cursor.UInt32();
        cursor.Length();
        cursor.Address();
        cursor.Length();
        cursor.Address();
        cursor.Length();
        allocated = cursor.Length();
        for (var i = 0; i < 6; i++)
            cursor.Length();
        tableWidth = cursor.UInt16();
        startingSize = cursor.Length();
        var largestDirect = cursor.Length();
        int bits = cursor.UInt16();
        cursor.Skip(2);
        root = cursor.Address();
        firstRows = cursor.UInt16();
        if (filters > 0)
            throw space.Unsupported("a filtered fractal heap");
        cursor.Checksum("a fractal heap");
        if (tableWidth == 0 || !long.IsPow2(startingSize) || !long.IsPow2(largestDirect) || largestDirect < startingSize
            || bits is < 1 or > 62)
            throw space.Error("the measures of a fractal heap are damaged");
        offsetBytes = (bits + 7) / 8;
        lengthBytes = Math.Min(
            (BitOperations.Log2((ulong)largestDirect) + 7) / 8, (BitOperations.Log2((ulong)Math.Max(1, largestObject)) / 8) + 1);
        directRows = BitOperations.Log2((ulong)largestDirect) - BitOperations.Log2((ulong)startingSize) + 2;
    }

    /// <summary>Bytes of the number of an object.</summary>
    public int IdLength { get; }

    /// <summary>The contents of an object.</summary>
    public Hdf5Cursor Find(byte[] id)
    {
        if (id.Length < 1 + offsetBytes + lengthBytes || id[0] >> 4 != Managed)
            throw space.Unsupported("huge or tiny objects in a fractal heap");
        var offset = Number(id.AsSpan(1, offsetBytes));
        var length = Number(id.AsSpan(1 + offsetBytes, lengthBytes));
        // While one block is enough it is the root itself, and takes all the space that there is.
        var (block, size, start) = firstRows == 0 ? (root, allocated, 0L) : Direct(root, firstRows, offset, 0, 0);
        var within = offset - start;
        CheckDirect(block, size);
        if (within < 0 || within > size - length)
            throw space.Error("an object lies outside its fractal heap");
        return new Hdf5Cursor(space, block + within, length);
    }

    /// <summary>The direct block that holds a place of the heap: its address, its size, and where it begins in the
    /// heap.</summary>
    private (long Block, long Size, long Start) Direct(long indirect, int rows, long offset, long start, int depth)
    {
        if (depth > 16)
            throw space.Error("a fractal heap runs in a circle");
        var cursor = new Hdf5Cursor(space, indirect);
        cursor.Signature("FHIB");
        cursor.Version(0, "a block of a fractal heap");
        cursor.Address();
        cursor.Skip(offsetBytes);
        (long Address, long Size, long Start, int Row)? found = null;
        for (var row = 0; row < rows; row++)
        {
            var size = RowSize(row);
            for (var column = 0; column < tableWidth; column++)
            {
                var child = cursor.Address();
                if (found is null && offset >= start && offset - start < size)
                    found = (child, size, start, row);
                start += size;
            }
        }
        cursor.Checksum("a block of a fractal heap");
        if (found is not { } block)
            throw space.Error("an object lies outside its fractal heap");
        if (block.Row < directRows)
            return (block.Address, block.Size, block.Start);
        // As many rows as fill the block, whose size is that of all of them.
        var childRows = BitOperations.Log2((ulong)(block.Size / startingSize / tableWidth)) + 1;
        return Direct(block.Address, childRows, offset, block.Start, depth + 1);
    }

    private long RowSize(int row)
    {
        var doublings = Math.Max(0, row - 1);
        return doublings < 62 - BitOperations.Log2((ulong)startingSize)
            ? startingSize << doublings
            : throw space.Error("a fractal heap has too many rows");
    }

    private void CheckDirect(long block, long size)
    {
        if (!checkedBlocks.Add(block))
            return;
        var cursor = new Hdf5Cursor(space, block);
        cursor.Signature("FHDB");
        cursor.Version(0, "a block of a fractal heap");
        cursor.Address();
        cursor.Skip(offsetBytes);
        if (!checksums)
            return;
        // The checksum is of the whole block, with zeros in its own place.
        var place = (int)(cursor.At - block);
        var stored = cursor.UInt32();
        var bytes = space.Read(block, size);
        bytes.AsSpan(place, 4).Clear();
        if (Lookup3.Of(bytes) != stored)
            throw space.Error("a block of a fractal heap does not match its checksum");
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }
}
