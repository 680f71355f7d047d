namespace Equivariant.Formats;

/// <summary>An array of chunks of fixed length (specification VII.C): paged where it is long.</summary>
internal sealed class Hdf5FixedArray
{
    private readonly Hdf5Space space;
    private readonly Hdf5ChunkEntry entry;
    private readonly long count, pages, pageEntries, firstPage;
    private readonly byte[] written = [];
    private readonly long? entries;
    private readonly HashSet<long> checkedPages = [];

    public Hdf5FixedArray(Hdf5Space space, long address, bool filtered, int chunkBytes)
    {
        this.space = space;
        var header = new Hdf5Cursor(space, address);
        header.Signature("FAHD");
        header.Version(0, "an array of chunks");
        header.Version(filtered ? 1 : 0, "the client of an array of chunks");
        int entrySize = header.UInt8(), pageBits = header.UInt8();
        count = header.Length();
        var block = header.Address();
        header.Checksum("an array of chunks");
        entry = new Hdf5ChunkEntry(space, filtered, entrySize, chunkBytes);
        if (pageBits is < 1 or > 31)
            throw space.Error($"an array of chunks has pages of 2^{pageBits}");
        pageEntries = 1L << pageBits;
        if (block == Hdf5Space.Undefined)
            return;

        var data = new Hdf5Cursor(space, block);
        data.Signature("FADB");
        data.Version(0, "a block of an array of chunks");
        data.Version(filtered ? 1 : 0, "the client of a block of an array of chunks");
        if (data.Address() != address)
            throw space.Error("a block of an array of chunks belongs to another");
        if (count > space.Length)
            throw space.Error($"an array of {count} chunks is larger than the file");
        if (count <= pageEntries)
        {
            entries = data.At;
            data.Skip(count * entrySize);
            data.Checksum("a block of an array of chunks");
            return;
        }
        pages = (count + pageEntries - 1) / pageEntries;
        written = data.Bytes((pages + 7) / 8);
        data.Checksum("a block of an array of chunks");
        firstPage = data.At;
    }

    public Hdf5Chunk? At(long index)
    {
        if (index >= count)
            throw space.Error($"an array of {count} chunks has none with the number {index}");
        if (entries is { } first)
            return entry.Read(first + (index * entry.Size));
        if (pages == 0)
            return null;
        var (page, within) = Math.DivRem(index, pageEntries);
        if ((written[page / 8] & (0x80 >> (int)(page % 8))) == 0)
            return null;
        var start = firstPage + (page * ((pageEntries * entry.Size) + 4));
        lock (checkedPages)
        {
            if (checkedPages.Add(page))
            {
                var cursor = new Hdf5Cursor(space, start);
                cursor.Skip(Math.Min(pageEntries, count - (page * pageEntries)) * entry.Size);
                cursor.Checksum("a page of an array of chunks");
            }
        }
        return entry.Read(start + (within * entry.Size));
    }
}
