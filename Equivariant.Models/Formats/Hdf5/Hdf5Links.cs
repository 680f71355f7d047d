namespace Equivariant.Formats;

/// <summary>The members of a group: of a symbol table (old files), of link messages, or of a fractal heap (new files). Soft and
/// external links are left out.</summary>
internal static class Hdf5Links
{
    private const int NameRecords = 5;

    /// <summary>Names and the addresses of their object headers, in the file's order; null where the object is no
    /// group.</summary>
    public static IReadOnlyDictionary<string, long>? Of(Hdf5ObjectHeader header)
    {
        var links = new OrderedDictionary<string, long>();
        if (header.Has(Hdf5Message.SymbolTable))
        {
            ReadSymbolTable(header.One(Hdf5Message.SymbolTable), links);
            return links;
        }
        if (!header.Has(Hdf5Message.LinkInfo) && !header.Has(Hdf5Message.Link))
            return null;
        foreach (var message in header.All(Hdf5Message.Link))
            ReadLink(message, links);
        if (header.Has(Hdf5Message.LinkInfo))
        {
            var info = header.One(Hdf5Message.LinkInfo);
            info.Version(0, "a link info message");
            if ((info.UInt8() & 1) != 0)
                info.Skip(8);
            var (heap, names) = (info.Address(), info.Address());
            if (heap != Hdf5Space.Undefined)
            {
                var objects = new Hdf5FractalHeap(header.Space, heap);
                foreach (var record in Hdf5BTree2.Records(header.Space, names, NameRecords))
                {
                    record.Skip(4);
                    ReadLink(objects.Find(record.Bytes(objects.IdLength)), links);
                }
            }
        }
        return links;
    }

    private static void ReadLink(Hdf5Cursor message, OrderedDictionary<string, long> links)
    {
        message.Version(1, "a link message");
        var flags = message.UInt8();
        var kind = (flags & 8) != 0 ? message.UInt8() : 0;
        if ((flags & 4) != 0)
            message.Skip(8);
        if ((flags & 16) != 0)
            message.Skip(1);
        var name = message.Text(message.Count(1 << (flags & 3)));
        if (kind == 0)
            Add(links, message.Space, name, message.Address());
    }

    private static void ReadSymbolTable(Hdf5Cursor message, OrderedDictionary<string, long> links)
    {
        var space = message.Space;
        var (tree, heapAddress) = (message.Address(), message.Address());
        var heap = new Hdf5Cursor(space, heapAddress);
        heap.Signature("HEAP");
        heap.Version(0, "a local heap");
        heap.Skip(3);
        var size = heap.Length();
        heap.Length();
        var names = heap.Address();
        space.Check(names, size);
        foreach (var (_, node) in Hdf5BTree1.Leaves(space, tree, Hdf5BTree1.Groups, key => key.Length()))
        {
            var cursor = new Hdf5Cursor(space, node);
            cursor.Signature("SNOD");
            cursor.Version(1, "a symbol table node");
            cursor.Skip(1);
            int count = cursor.UInt16();
            for (var i = 0; i < count; i++)
            {
                var (nameOffset, header) = (cursor.Count(space.OffsetSize), cursor.Address());
                var cache = cursor.UInt32();
                cursor.Skip(4 + 16);
                // 2 is a soft link.
                if (cache == 2)
                    continue;
                if (nameOffset >= size)
                    throw space.Error("a name lies outside its heap");
                var name = new Hdf5Cursor(space, names + nameOffset, size - nameOffset);
                Add(links, space, name.TextToZero(), header);
            }
        }
    }

    private static void Add(OrderedDictionary<string, long> links, Hdf5Space space, string name, long address)
    {
        if (name.Length == 0 || address == Hdf5Space.Undefined || !links.TryAdd(name, address))
            throw space.Error($"a member '{name}' of a group is nameless, nowhere or there twice");
    }
}
