using System.Numerics;

namespace Equivariant.Formats;

/// <summary>
/// An array of chunks that grows along one axis (specification VII.D): first entries in the index block, then data blocks of
/// growing length, then super blocks that list further data blocks.
/// </summary>
internal sealed class Hdf5ExtensibleArray
{
    private readonly Hdf5Space space;
    private readonly Hdf5ChunkEntry entry;
    private readonly long header, pageEntries, firstEntry;
    private readonly int client, indexEntries, blockEntries, offsetBytes, directSuperBlocks;
    private readonly long[] dataBlocks = [], superBlocks = [];
    private readonly Dictionary<long, (byte[] Written, long[] Blocks)> superBlockCache = [];
    private readonly HashSet<long> checkedBlocks = [];

    public Hdf5ExtensibleArray(Hdf5Space space, long address, bool filtered, int chunkBytes)
    {
        (this.space, header, client) = (space, address, filtered ? 1 : 0);
        var cursor = new Hdf5Cursor(space, address);
        cursor.Signature("EAHD");
        cursor.Version(0, "an extensible array of chunks");
        cursor.Version(client, "the client of an extensible array of chunks");
        int entrySize = cursor.UInt8(), indexBits = cursor.UInt8();
        (indexEntries, blockEntries) = (cursor.UInt8(), cursor.UInt8());
        int pointers = cursor.UInt8(), pageBits = cursor.UInt8();
        for (var i = 0; i < 6; i++)
            cursor.Length();
        var index = cursor.Address();
        cursor.Checksum("an extensible array of chunks");
        entry = new Hdf5ChunkEntry(space, filtered, entrySize, chunkBytes);
        if (indexBits is < 1 or > 62 || !int.IsPow2(blockEntries) || !int.IsPow2(pointers) || pointers < 2 || pageBits > 31)
            throw space.Error("the measures of an extensible array of chunks are damaged");
        (pageEntries, offsetBytes) = (1L << pageBits, (indexBits + 7) / 8);
        directSuperBlocks = 2 * BitOperations.Log2((uint)pointers);
        if (index == Hdf5Space.Undefined)
            return;

        var allSuperBlocks = 1 + indexBits - BitOperations.Log2((uint)blockEntries);
        var block = new Hdf5Cursor(space, index);
        Begin(block, "EAIB");
        firstEntry = block.At;
        block.Skip((long)indexEntries * entrySize);
        dataBlocks = Addresses(block, 2 * (pointers - 1));
        superBlocks = Addresses(block, Math.Max(0, allSuperBlocks - directSuperBlocks));
        block.Checksum("the index block of an extensible array of chunks");
    }

    public Hdf5Chunk? At(long index)
    {
        if (firstEntry == 0)
            return null;
        if (index < indexEntries)
            return entry.Read(firstEntry + (index * entry.Size));
        index -= indexEntries;
        var super = BitOperations.Log2((ulong)((index / blockEntries) + 1));
        var (entries, start, firstBlock) = SuperBlock(super);
        var (block, within) = Math.DivRem(index - start, entries);
        if (super < directSuperBlocks)
            return firstBlock + block < dataBlocks.Length ? InBlock(dataBlocks[firstBlock + block], entries, within, null) : null;
        if (super - directSuperBlocks >= superBlocks.Length)
            throw space.Error($"an extensible array of chunks has none with the number {index}");
        var address = superBlocks[super - directSuperBlocks];
        if (address == Hdf5Space.Undefined)
            return null;
        var (written, blocks) = ReadSuperBlock(address, super, entries);
        var bytesEach = ((entries / pageEntries) + 7) / 8;
        bool IsWritten(long page) => (written[(block * bytesEach) + (page / 8)] & (0x80 >> (int)(page % 8))) != 0;
        return InBlock(blocks[block], entries, within, entries > pageEntries ? IsWritten : null);
    }

    /// <summary>Entries of each data block of a super block, and the entries and data blocks before it.</summary>
    private (long Entries, long Start, long FirstBlock) SuperBlock(int super)
    {
        var (start, first) = (0L, 0L);
        for (var i = 0; i < super; i++)
        {
            var blocks = 1L << (i / 2);
            (start, first) = (start + (blocks * (blockEntries * (1L << ((i + 1) / 2)))), first + blocks);
        }
        return (blockEntries * (1L << ((super + 1) / 2)), start, first);
    }

    private (byte[] Written, long[] Blocks) ReadSuperBlock(long address, int super, long entries)
    {
        lock (superBlockCache)
        {
            if (superBlockCache.TryGetValue(address, out var known))
                return known;
            var blocks = 1 << (super / 2);
            var cursor = new Hdf5Cursor(space, address);
            Begin(cursor, "EASB");
            cursor.Skip(offsetBytes);
            var written = entries > pageEntries ? cursor.Bytes(blocks * (((entries / pageEntries) + 7) / 8)) : [];
            var addresses = Addresses(cursor, blocks);
            cursor.Checksum("a super block of an extensible array of chunks");
            return superBlockCache[address] = (written, addresses);
        }
    }

    private Hdf5Chunk? InBlock(long address, long entries, long within, Func<long, bool>? written)
    {
        if (address == Hdf5Space.Undefined)
            return null;
        var cursor = new Hdf5Cursor(space, address);
        Begin(cursor, "EADB");
        cursor.Skip(offsetBytes);
        if (entries <= pageEntries)
        {
            Check(cursor, address, entries);
            return entry.Read(address + BlockHead + (within * entry.Size));
        }
        // A paged block has a checksum of its own before the pages.
        cursor.Checksum("a block of an extensible array of chunks");
        var (page, place) = Math.DivRem(within, pageEntries);
        if (written is not null && !written(page))
            return null;
        var start = cursor.At + (page * ((pageEntries * entry.Size) + 4));
        Check(new Hdf5Cursor(space, start), start, pageEntries);
        return entry.Read(start + (place * entry.Size));
    }

    private int BlockHead => 6 + space.OffsetSize + offsetBytes;

    /// <summary>Compares the checksum of a block or page once.</summary>
    private void Check(Hdf5Cursor cursor, long address, long entries)
    {
        lock (checkedBlocks)
        {
            if (!checkedBlocks.Add(address))
                return;
            cursor.Skip(entries * entry.Size);
            cursor.Checksum("a block of an extensible array of chunks");
        }
    }

    private void Begin(Hdf5Cursor cursor, string signature)
    {
        cursor.Signature(signature);
        cursor.Version(0, "a block of an extensible array of chunks");
        cursor.Version(client, "the client of a block of an extensible array of chunks");
        if (cursor.Address() != header)
            throw space.Error("a block of an extensible array of chunks belongs to another");
    }

    private static long[] Addresses(Hdf5Cursor cursor, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => cursor.Address())];
}
