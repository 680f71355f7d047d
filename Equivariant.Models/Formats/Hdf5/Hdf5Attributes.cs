using System.Collections.Immutable;
using System.Text;

namespace Equivariant.Formats;

/// <summary>The attributes of a group or data set: numbers and texts. Those of other types are left out.</summary>
public sealed class Hdf5Attributes
{
    private const int NameRecords = 8;

    private readonly OrderedDictionary<string, NdArray> numbers = [];
    private readonly OrderedDictionary<string, string[]> texts = [];

    internal Hdf5Attributes(Hdf5ObjectHeader header)
    {
        foreach (var message in header.All(Hdf5Message.Attribute))
            Read(message);
        if (!header.Has(Hdf5Message.AttributeInfo))
            return;
        var info = header.One(Hdf5Message.AttributeInfo);
        info.Version(0, "an attribute info message");
        if ((info.UInt8() & 1) != 0)
            info.Skip(2);
        var (heap, names) = (info.Address(), info.Address());
        if (heap == Hdf5Space.Undefined)
            return;
        var objects = new Hdf5FractalHeap(header.Space, heap);
        foreach (var record in Hdf5BTree2.Records(header.Space, names, NameRecords))
            Read(objects.Find(record.Bytes(objects.IdLength)));
    }

    /// <summary>Names and values of the numbers.</summary>
    public IReadOnlyDictionary<string, NdArray> Numbers => numbers;

    /// <summary>Names and values of the texts; most have one.</summary>
    public IReadOnlyDictionary<string, string[]> Texts => texts;

    private void Read(Hdf5Cursor message)
    {
        var space = message.Space;
        var (version, flags) = (message.UInt8(), message.UInt8());
        if (version is < 1 or > 3)
            throw space.Error($"an attribute has the version {version}; 1 to 3 are read");
        if (version > 1 && flags != 0)
            throw space.Unsupported("an attribute of a shared data type");
        var (nameSize, typeSize, dataspaceSize) = (message.UInt16(), message.UInt16(), message.UInt16());
        if (version == 3)
            message.Skip(1);
        var name = message.Text(nameSize);
        Pad(nameSize);
        var type = Hdf5Type.Read(message.Part(typeSize));
        Pad(typeSize);
        var dataspace = Hdf5Dataspace.Read(message.Part(dataspaceSize));
        Pad(dataspaceSize);
        var length = dataspace.Bytes(space, type.Size);
        if (length > message.Left)
            throw space.Error($"the attribute '{name}' ends before its {length} bytes");
        var bytes = message.Bytes(length);
        if (type.Element is not null)
            Add(numbers, type.Decode(bytes, [.. dataspace.Extents.Select(extent => (int)extent)]));
        else if (type.Variable)
            Add(texts, Hdf5GlobalHeap.Texts(space, bytes));
        else if (type.Text)
            Add(texts, FixedTexts(bytes, type.Size));

        void Pad(int size)
        {
            if (version == 1)
                message.Skip((8 - (size & 7)) & 7);
        }

        void Add<T>(OrderedDictionary<string, T> values, T value)
        {
            if (!values.TryAdd(name, value))
                throw space.Error($"the attribute '{name}' is there twice");
        }
    }

    internal static string[] FixedTexts(byte[] bytes, int size)
    {
        var texts = new string[bytes.Length / size];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Encoding.UTF8.GetString(bytes, i * size, size).TrimEnd('\0', ' ');
        return texts;
    }
}
