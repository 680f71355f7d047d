using System.Collections.Immutable;

namespace Equivariant.Formats;

/// <summary>A data set of an HDF5 file: numbers, which are read in whole or section by section, or texts. Several threads may
/// read.</summary>
public sealed class Hdf5Dataset
{
    private readonly Hdf5Space space;
    private readonly Hdf5Type type;
    private readonly Hdf5Dataspace dataspace;
    private readonly Hdf5Layout layout;
    private readonly Hdf5Filters filters;
    private readonly byte[] fill;
    private readonly Hdf5ChunkReader? chunks;

    internal Hdf5Dataset(string path, Hdf5ObjectHeader header)
    {
        (Path, space) = (path, header.Space);
        type = Hdf5Type.Read(header.One(Hdf5Message.Datatype));
        dataspace = Hdf5Dataspace.Read(header.One(Hdf5Message.Dataspace));
        if (header.Has(Hdf5Message.ExternalFiles))
            throw space.Unsupported("data in other files");
        filters = header.Has(Hdf5Message.Filters) ? Hdf5Filters.Read(header.One(Hdf5Message.Filters)) : Hdf5Filters.None;
        layout = Hdf5Layout.Read(header.One(Hdf5Message.Layout), dataspace, type.Size);
        fill = Hdf5FillValue.Read(header, type.Size);
        Attributes = new Hdf5Attributes(header);
        Shape = [.. dataspace.Extents.Select(extent => (int)extent)];
        if (layout.Chunk is not null)
        {
            chunks = new Hdf5ChunkReader(
                space, new Hdf5Chunks(space, layout, dataspace, type.Size, filters.Any), layout, filters);
        }
    }

    /// <summary>Where it is: <c>volumes/raw</c>.</summary>
    public string Path { get; }

    /// <summary>The length of every axis; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The type of the elements; null for texts and for types that are not read.</summary>
    public ElementType? Type => type.Element;

    /// <summary>Whether it holds texts, for <see cref="ReadTexts"/>.</summary>
    public bool IsText => type.Text;

    /// <summary>Its attributes.</summary>
    public Hdf5Attributes Attributes { get; }

    /// <summary>All elements.</summary>
    /// <exception cref="FileFormatException">The data are damaged, of a type that is not read, or larger than one
    /// array.</exception>
    public NdArray Read() => type.Decode(Bytes(NumbersOnly().Extents), Shape);

    /// <summary>Some sections: elements along the first axis, all of the others.</summary>
    /// <param name="first">The first section.</param>
    /// <param name="count">Number of sections.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such sections.</exception>
    /// <exception cref="FileFormatException">The data are damaged, of a type that is not read, or larger than one
    /// array.</exception>
    public NdArray ReadSections(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Shape.Length == 0 || (long)first + count > Shape[0])
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"{Path} [{string.Join(", ", Shape)}] has no sections {first} to {first + count - 1}.");
        }
        long[] extents = [count, .. NumbersOnly().Extents[1..]];
        return type.Decode(Bytes(extents, first), [count, .. Shape[1..]]);
    }

    /// <summary>All texts, in C order.</summary>
    /// <exception cref="FileFormatException">The data are damaged, or no texts.</exception>
    public string[] ReadTexts()
    {
        if (!type.Text)
            throw space.Error($"{Path} holds {type.Name}, no texts");
        var bytes = Bytes(dataspace.Extents);
        return type.Variable ? Hdf5GlobalHeap.Texts(space, bytes) : Hdf5Attributes.FixedTexts(bytes, type.Size);
    }

    private Hdf5Dataspace NumbersOnly() =>
        type.Element is not null ? dataspace : throw space.Unsupported($"{type.Name} in {Path}");

    private byte[] Bytes(long[] extents, long first = 0)
    {
        var length = new Hdf5Dataspace(extents, []).Bytes(space, type.Size);
        var whole = dataspace.Bytes(space, type.Size);
        ArrayShape.CheckFitsOneArray(length, space.Path, Path);
        // What was never written takes no room; more than a file of this size can stand for is taken for damage.
        const long AlwaysFine = 1 << 20, LargestRatio = 1032;
        if (length > AlwaysFine && length / LargestRatio > space.Length)
            throw space.Error($"{Path} announces {length} bytes, which a file of {space.Length} cannot hold");
        var start = extents.Length == 0 || extents[0] == 0 ? 0 : length / extents[0] * first;
        if (chunks is not null)
        {
            var result = new byte[length];
            Hdf5FillValue.Spread(fill, result);
            chunks.Read(extents, first, result);
            return result;
        }
        if (filters.Any)
            throw space.Error($"{Path} has filters but no chunks");
        if (layout.Address == Hdf5Space.Undefined)
        {
            var result = new byte[length];
            Hdf5FillValue.Spread(fill, result);
            return result;
        }
        return layout.Length == whole
            ? space.Read(layout.Address + start, length)
            : throw space.Error($"{Path} has {layout.Length} bytes of data where {whole} are expected");
    }
}
