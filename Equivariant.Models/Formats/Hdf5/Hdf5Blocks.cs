using System.Numerics;
using System.Text;

namespace Equivariant.Formats;

/// <summary>
/// Checks the structures of an HDF5 file that PureHDF believes: the superblock, the checksums of newer structures, and the
/// lengths in heaps of older ones (HDF5 File Format Specification 3.0). A structure is checked when its signature is read, so
/// that only what is used is checked. What lies deeper than the root of a fractal heap, a newer B-tree or an extensible array is
/// not.
/// </summary>
internal sealed class Hdf5Blocks
{
    private const byte Continuation = 0x10;

    private readonly FileBytes file;
    private readonly long origin;

    // Structures that do not tell their own length, by place: the bytes in front of their checksum, and for parts of object
    // headers the bytes in front of each message's content.
    private readonly Dictionary<long, (long Length, int MessageHead)> announced = [];

    // Where object headers are, as older groups say: these may be of version 1.
    private readonly HashSet<long> headers = [];
    private readonly Hdf5OldHeaders oldHeaders;

    /// <summary>Finds the superblock and checks it.</summary>
    /// <exception cref="FileFormatException">It is no HDF5 file, or cut.</exception>
    public Hdf5Blocks(FileBytes file)
    {
        this.file = file;
        origin = Find();
        var version = UInt(origin + 8, 1);
        Require(version <= 3, $"its superblock has the version {version}; 0 to 3 are read");
        var sizes = origin + (version < 2 ? 13 : 9);
        Require(UInt(sizes, 1) == 8 && UInt(sizes + 1, 1) == 8,
            $"its addresses have {UInt(sizes, 1)} bytes and its lengths {UInt(sizes + 1, 1)}; 8 and 8 are read");
        var first = origin + (version switch { 0 => 24, 1 => 28, _ => 12 });
        var end = UInt(first + 16, 8);
        Require(end > first && end <= file.Length, $"it has {file.Length} bytes where {end} are announced: it is cut or damaged");
        Require(UInt(first, 8) == origin, "its base address is not that of its superblock");
        if (version >= 2)
            Sum(origin, 44, "the superblock");
        else
            headers.Add(origin + UInt(first + 40, 8));
        oldHeaders = new Hdf5OldHeaders(file, origin);
    }

    /// <summary>Axes of the data set whose chunks are being read; null while groups are.</summary>
    public int? ChunkRank { get; set; }

    /// <summary>Looks whether the bytes just read, from <paramref name="at"/> on, begin a structure, and checks it.</summary>
    /// <exception cref="FileFormatException">The structure is damaged.</exception>
    public void Check(long at, ReadOnlySpan<byte> bytes)
    {
        Span<char> letters = stackalloc char[4];
        if (bytes.Length > letters.Length)
            return;
        switch (letters[..Encoding.Latin1.GetChars(bytes, letters)])
        {
            // PureHDF reads the first letter of OHDR alone, to tell it from an object header of version 1.
            case "\x1" when headers.Contains(at): oldHeaders.Check(at); break;
            case "HDR": ObjectHeader(at - 1); break;
            case "OCHK" when Known(at, "a part of an object header") is var (length, head): Messages(at + 4, length - 4, head); break;
            case "FAHD": FixedArray(at); break;
            case "EAHD": ExtensibleArray(at); break;
            case "BTHD": Tree(at); break;
            case "FRHP": FractalHeap(at); break;
            case "FADB" or "EAIB": Known(at, "an array of chunks"); break;
            case "BTLF" when announced.ContainsKey(at): Known(at, "a B-tree"); break;
            case "TREE": OldTree(at); break;
            case "SNOD": Members(at); break;
            case "HEAP": file.Check(UInt(at + 24, 8), UInt(at + 8, 8)); break;
            case "GCOL": GlobalHeap(at); break;
        }
    }

    private void ObjectHeader(long at)
    {
        var flags = (int)UInt(at + 5, 1);
        var first = at + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        var size = 1 << (flags & 3);
        var length = UInt(first, size);
        first += size;
        Sum(at, first - at + length, "an object header");
        Messages(first, length, (flags & 4) != 0 ? 6 : 4);
    }

    /// <summary>Notes where the other parts of an object header are.</summary>
    private void Messages(long at, long length, int head)
    {
        for (var end = at + length; at <= end - head; at += head + UInt(at + 1, 2))
        {
            if (UInt(at, 1) == Continuation)
                announced[origin + UInt(at + head, 8)] = (UInt(at + head + 8, 8) - 4, head);
        }
    }

    private void FixedArray(long at)
    {
        Sum(at, 24, "an array of chunks");
        var (entry, pageBits, count) = (UInt(at + 6, 1), (int)UInt(at + 7, 1), UInt(at + 8, 8));
        Require(pageBits < 32 && count <= file.Length, $"an array of {count} chunks is larger than the file");
        var block = origin + UInt(at + 16, 8);
        var pages = (count + (1L << pageBits) - 1) >> pageBits;
        announced[block] = (14 + (pages <= 1 ? count * entry : (pages + 7) / 8), 0);
        if (pages <= 1 || block >= file.Length)
            return;
        var page = block + 14 + ((pages + 7) / 8) + 4;
        for (var i = 0L; i < pages; i++)
        {
            var entries = Math.Min(1L << pageBits, count - (i << pageBits));
            if ((UInt(block + 14 + (i / 8), 1) & (0x80 >> (int)(i % 8))) != 0)
                Sum(page, entries * entry, "a page of an array of chunks");
            page += (entry << pageBits) + 4;
        }
    }

    private void ExtensibleArray(long at)
    {
        Sum(at, 68, "an extensible array of chunks");
        var (entry, bits, first) = (UInt(at + 6, 1), UInt(at + 7, 1), UInt(at + 8, 1));
        var (smallest, pointers) = ((uint)UInt(at + 9, 1), (uint)UInt(at + 10, 1));
        var blocks = 2 * ((long)pointers - 1);
        var superBlocks = 1 + bits - BitOperations.Log2(smallest) - (2 * BitOperations.Log2(pointers));
        announced[origin + UInt(at + 60, 8)] = (14 + (first * entry) + (8 * (blocks + Math.Max(0, superBlocks))), 0);
    }

    private void Tree(long at)
    {
        Sum(at, 34, "a B-tree");
        announced[origin + UInt(at + 16, 8)] = (6 + (UInt(at + 24, 2) * UInt(at + 10, 2)), 0);
    }

    /// <summary>A heap, its root, and the blocks right below it; which are all of them up to some hundred names.</summary>
    private void FractalHeap(long at)
    {
        Sum(at, 142, "a fractal heap");
        var (width, smallest, largest) = (UInt(at + 110, 2), UInt(at + 112, 8), UInt(at + 120, 8));
        var (root, rows) = (origin + UInt(at + 132, 8), UInt(at + 140, 2));
        var head = 13 + (int)((UInt(at + 128, 2) + 7) / 8);
        if (root >= file.Length || UInt(at + 7, 2) != 0 || (UInt(at + 9, 1) & 2) == 0)
            return;
        if (rows == 0)
        {
            HeapBlock(root, smallest, head);
            return;
        }
        Sum(root, head + (8 * rows * width), "the root of a fractal heap");
        for (var i = 0L; i < rows * width; i++)
        {
            var size = smallest << (int)Math.Max(0, (i / width) - 1);
            var block = origin + UInt(root + head + (8 * i), 8);
            if (size <= largest && block < file.Length)
                HeapBlock(block, size, head);
        }
    }

    /// <summary>The checksum of a block of a heap is that of the block with zeros in its place.</summary>
    private void HeapBlock(long at, long size, int head)
    {
        Require(size >= head + 4, $"the block of a fractal heap has {size} bytes");
        var block = file.Read(at, size);
        block.AsSpan(head, 4).Clear();
        Require(Lookup3.Of(block) == (uint)UInt(at + head, 4), $"the block of a fractal heap at {at} does not match its checksum");
    }

    private void Members(long at)
    {
        for (long i = 0, count = UInt(at + 6, 2); i < count; i++)
            headers.Add(origin + UInt(at + 16 + (40 * i), 8));
    }

    /// <summary>A node of version 1: of the kind that is looked for, and its chunks inside the file.</summary>
    private void OldTree(long at)
    {
        Require(UInt(at + 4, 1) == (ChunkRank is null ? 0 : 1), $"the B-tree at {at} is of another kind than expected");
        if (ChunkRank is not { } rank || UInt(at + 5, 1) > 0)
            return;
        var key = 8 + (8 * (rank + 1));
        var chunks = UInt(at + 6, 2);
        for (var chunk = at + 24; chunks > 0; chunks--, chunk += key + 8)
            file.Check(origin + UInt(chunk + key, 8), UInt(chunk, 4));
    }

    private void GlobalHeap(long at)
    {
        var size = UInt(at + 8, 8);
        file.Check(at, size);
        // Object 0 is the free space at the end.
        for (long next = at + 16, end = at + size; next <= end - 16 && UInt(next, 2) != 0;)
        {
            var length = UInt(next + 8, 8);
            Require(length <= end - next - 16, "an object in a heap is larger than the heap");
            next += 16 + ((length + 7) & ~7);
        }
    }

    private (long Length, int MessageHead) Known(long at, string what)
    {
        if (!announced.TryGetValue(at, out var known))
            throw new FileFormatException(file.Path, $"{what} is not where it was announced");
        Sum(at, known.Length, what);
        return known;
    }

    /// <summary>Compares a structure with the checksum behind it.</summary>
    private void Sum(long at, long length, string what)
    {
        Require(length > 0 && length <= file.Length, $"{what} is larger than the file");
        Require(Lookup3.Of(file.Read(at, length)) == (uint)UInt(at + length, 4), $"{what} at {at} does not match its checksum");
    }

    /// <summary>At 0, or behind a user block of 512 bytes, 1024, 2048, ….</summary>
    private long Find()
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
        Span<byte> bytes = stackalloc byte[8];
        for (var at = 0L; at <= file.Length - bytes.Length; at = at == 0 ? 512 : 2 * at)
        {
            file.Read(at, bytes);
            if (bytes.SequenceEqual(signature))
                return at;
        }
        throw new FileFormatException(file.Path, "it is no HDF5 file: the signature is missing");
    }

    private long UInt(long at, int size) => file.ReadLength(at, size);

    private void Require(bool fine, string reason)
    {
        if (!fine)
            throw new FileFormatException(file.Path, reason);
    }
}
