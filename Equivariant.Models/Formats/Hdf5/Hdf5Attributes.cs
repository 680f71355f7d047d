using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.VOL.Native;

namespace Equivariant.Formats;

/// <summary>The attributes of a group or data set, read when they are asked for.</summary>
public sealed class Hdf5Attributes
{
    private readonly Hdf5File file;
    private readonly string owner;
    private readonly Dictionary<string, NativeAttribute> attributes = [];

    internal Hdf5Attributes(Hdf5File file, string owner, IH5Object holder)
    {
        (this.file, this.owner) = (file, owner);
        foreach (var attribute in file.Guarded($"the attributes of '{owner}'", 0, () => holder.Attributes().ToArray()))
            attributes[attribute.Name] = (NativeAttribute)attribute;
    }

    /// <summary>The names of all attributes.</summary>
    public IEnumerable<string> Names => attributes.Keys;

    /// <summary>The numbers of an attribute, null where there is none of this name or it holds no numbers.</summary>
    /// <exception cref="FileFormatException">It is damaged, or stored in big-endian byte order.</exception>
    public NdArray? Numbers(string name) => attributes.TryGetValue(name, out var found) && Hdf5Type.Number(found.Type) is { } type
        ? file.Guarded(Title(name), 0, () => Read(found, type, Title(name)))
        : null;

    /// <summary>The texts of an attribute, most have one; null where there is none of this name or it holds no text.</summary>
    /// <exception cref="FileFormatException">It is damaged.</exception>
    public string[]? Texts(string name) => attributes.TryGetValue(name, out var found) && Hdf5Type.IsText(found.Type)
        ? file.Guarded(Title(name), 0, () => Array.ConvertAll(found.Read<string?[]>(), text => text ?? ""))
        : null;

    private NdArray Read(NativeAttribute attribute, ElementType type, string what)
    {
        var shape = Hdf5Type.Extents(attribute.Space, file.Path, what);
        var length = shape.Aggregate((Int128)type.Size(), (size, axis) => Int128.Min(size * axis, long.MaxValue));
        if (length > file.Length)
            throw new FileFormatException(file.Path, $"{what} announces {length} bytes, more than the file");
        var bytes = new byte[(int)length];
        switch (type.Size())
        {
            case 1: attribute.Read(bytes.AsSpan()); break;
            case 2: attribute.Read(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())); break;
            case 4: attribute.Read(MemoryMarshal.Cast<byte, uint>(bytes.AsSpan())); break;
            default: attribute.Read(MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan())); break;
        }
        return NdArray.Wrap(type, shape, bytes);
    }

    private string Title(string name) => $"the attribute '{name}' of '{owner}'";
}
