using PureHDF;
using PureHDF.VOL.Native;

namespace Equivariant.Formats;

/// <summary>The attributes of a group or data set, read when they are asked for.</summary>
internal sealed class Hdf5Attributes(Hdf5File file, string owner, IH5Object holder)
{
    private readonly IReadOnlyDictionary<string, NativeAttribute> attributes = file.Guarded(
        $"the attributes of '{owner}'", 0,
        () => holder.Attributes().Cast<NativeAttribute>().DistinctBy(one => one.Name).ToDictionary(one => one.Name));

    public IEnumerable<string> Names => attributes.Keys;

    /// <summary>The numbers of an attribute, null where there is none of this name or it holds no numbers.</summary>
    public NdArray? Numbers(string name) => attributes.TryGetValue(name, out var found) && Hdf5Type.Number(found.Type) is { } type
        ? file.Guarded(Title(name), 0, () => Read(found, type, Title(name)))
        : null;

    /// <summary>The texts of an attribute, most have one; null where there is none of this name or it holds no text.</summary>
    public string[]? Texts(string name) => attributes.TryGetValue(name, out var found) && Hdf5Type.IsText(found.Type)
        ? file.Guarded(Title(name), 0, () => Array.ConvertAll(found.Read<string?[]>(), text => text ?? ""))
        : null;

    private NdArray Read(NativeAttribute attribute, ElementType type, string what)
    {
        var shape = Hdf5Type.Extents(attribute.Space, file.Path, what);
        var length = Hdf5Type.Size(shape, type.Size());
        return length <= file.Length
            ? Hdf5Type.Read(type, shape,
                values => attribute.Read(values), values => attribute.Read(values),
                values => attribute.Read(values), values => attribute.Read(values))
            : throw new FileFormatException(file.Path, $"{what} announces {length} bytes, more than the file");
    }

    private string Title(string name) => $"the attribute '{name}' of '{owner}'";
}
