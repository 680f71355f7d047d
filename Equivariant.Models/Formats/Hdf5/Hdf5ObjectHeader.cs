namespace Equivariant.Formats;

/// <summary>The kinds of messages in an object header that are read.</summary>
internal enum Hdf5Message
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalFiles = 0x07,
    Layout = 0x08,
    Filters = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

/// <summary>The messages of a group or data set, of versions 1 and 2 (specification IV.A).</summary>
internal sealed class Hdf5ObjectHeader
{
    private const byte Shared = 0x02;

    private readonly List<(Hdf5Message Kind, byte Flags, long At, long Length)> messages = [];
    private readonly Queue<(long At, long Length)> continuations = [];
    private readonly HashSet<long> seen = [];

    public Hdf5ObjectHeader(Hdf5Space space, long address)
    {
        (Space, Address) = (space, address);
        space.Check(address, 4);
        if (space.UInt(address, 4) == 0x5244484F)
            ReadNew(new Hdf5Cursor(space, address));
        else
            ReadOld(new Hdf5Cursor(space, address));
    }

    public Hdf5Space Space { get; }

    public long Address { get; }

    public bool Has(Hdf5Message kind) => messages.Any(message => message.Kind == kind);

    /// <summary>The contents of the messages of a kind.</summary>
    public IEnumerable<Hdf5Cursor> All(Hdf5Message kind)
    {
        foreach (var message in messages.Where(message => message.Kind == kind))
        {
            if ((message.Flags & Shared) != 0)
                throw Space.Unsupported($"a shared {kind} message (a named data type)");
            yield return new Hdf5Cursor(Space, message.At, message.Length);
        }
    }

    /// <summary>The contents of the first message of a kind, which must be there.</summary>
    public Hdf5Cursor One(Hdf5Message kind) =>
        All(kind).FirstOrDefault() ?? throw Space.Error($"the object at {Address} has no {kind} message");

    private void ReadOld(Hdf5Cursor cursor)
    {
        cursor.Version(1, $"the object header at {Address}");
        cursor.Skip(1);
        int count = cursor.UInt16();
        cursor.Skip(4);
        var length = cursor.UInt32();
        cursor.Skip(4);
        Space.Check(cursor.At, length);
        continuations.Enqueue((cursor.At, length));
        while (continuations.TryDequeue(out var next))
        {
            var block = new Hdf5Cursor(Space, next.At, next.Length);
            while (block.Left >= 8)
            {
                var (kind, size, flags) = (block.UInt16(), block.UInt16(), block.UInt8());
                block.Skip(3);
                Add(kind, flags, block.Part(size), size);
                count--;
            }
        }
        // Padding may look like a message of nothing more, but none may be missing.
        if (count > 0)
            throw Space.Error($"{count} messages of the object at {Address} are missing");
    }

    private void ReadNew(Hdf5Cursor cursor)
    {
        cursor.Signature("OHDR");
        cursor.Version(2, $"the object header at {Address}");
        var flags = cursor.UInt8();
        if ((flags & 0x20) != 0)
            cursor.Skip(16);
        if ((flags & 0x10) != 0)
            cursor.Skip(4);
        var length = cursor.Count(1 << (flags & 3));
        var first = cursor.Part(length);
        cursor.Checksum($"the object header at {Address}");
        ReadNewBlock(first, flags);
        while (continuations.TryDequeue(out var next))
        {
            var block = new Hdf5Cursor(Space, next.At, next.Length);
            block.Signature("OCHK");
            var messages = block.Part(block.Left - 4);
            block.Checksum($"a part of the object header at {Address}");
            ReadNewBlock(messages, flags);
        }
    }

    private void ReadNewBlock(Hdf5Cursor block, byte flags)
    {
        var head = (flags & 4) != 0 ? 6 : 4;
        while (block.Left >= head)
        {
            var (kind, size, messageFlags) = (block.UInt8(), block.UInt16(), block.UInt8());
            block.Skip(head - 4);
            Add(kind, messageFlags, block.Part(size), size);
        }
    }

    private void Add(int kind, byte flags, Hdf5Cursor content, long size)
    {
        if (kind != (int)Hdf5Message.Continuation)
        {
            messages.Add(((Hdf5Message)kind, flags, content.At, size));
            return;
        }
        var (at, length) = (content.Address(), content.Length());
        Space.Check(at, length);
        if (!seen.Add(at))
            throw Space.Error($"the object header at {Address} runs in a circle");
        continuations.Enqueue((at, length));
    }
}
