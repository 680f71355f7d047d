using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Equivariant.Formats;

/// <summary>
/// An open .safetensors file. An array is read when it is asked for, so that a large file is never in memory as a whole.
/// Arrays of bfloat16 come as float32. Not for use by several threads at once.
/// </summary>
public sealed class SafeTensorsReader : IDisposable
{
    private const int Prefix = sizeof(ulong);
    private const int LargestHeader = 100_000_000;

    private readonly Stream stream;
    private readonly string path;
    private readonly long dataOffset;
    private readonly SafeTensorsHeader header;

    internal SafeTensorsReader(Stream stream, string path)
    {
        (this.stream, this.path) = (stream, path);
        try
        {
            if (stream.Length < Prefix)
                throw new FileFormatException(path, $"it has {stream.Length} bytes, too few for a safetensors file");
            Span<byte> prefix = stackalloc byte[Prefix];
            stream.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > (ulong)(stream.Length - Prefix))
                throw new FileFormatException(path, $"it announces a header of {length} bytes; {stream.Length - Prefix} follow");
            if (length > LargestHeader)
                throw new FileFormatException(path, $"its header has {length} bytes, more than {LargestHeader}");
            var json = new byte[length];
            stream.ReadExactly(json);
            dataOffset = stream.Position;
            header = SafeTensorsHeader.Decode(json, stream.Length - dataOffset, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The names of the arrays, in the order of the header.</summary>
    public IReadOnlyList<string> Names => header.Tensors.Keys;

    /// <summary>The notes kept with the arrays; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Whether there is an array of this name.</summary>
    public bool Contains(string name) => header.Tensors.ContainsKey(name);

    /// <summary>The shape of an array, which is not read for it.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of this name.</exception>
    public ImmutableArray<int> ShapeOf(string name) => Find(name).Shape;

    /// <summary>Reads one array.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of this name.</exception>
    /// <exception cref="FileFormatException">The array is damaged, or larger than the 2 GiB that one array can hold.</exception>
    public NdArray Read(string name)
    {
        var tensor = Find(name);
        var what = $"tensor '{name}'";
        // A bfloat16 takes twice its bytes in memory.
        ArrayShape.CheckFitsOneArray((tensor.End - tensor.Begin) * (tensor.Type is null ? 2 : 1), path, what);
        stream.Position = dataOffset + tensor.Begin;
        var bytes = SourceFile.ReadExactly(stream, tensor.End - tensor.Begin, path);
        return tensor.Type is { } type
            ? ArrayShape.Wrap(type, tensor.Shape, bytes, path, what)
            : NdArray.Wrap(ElementType.Float32, tensor.Shape, Widen(bytes));
    }

    /// <summary>Reads all arrays, in the order of the header.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyDictionary<string, NdArray> ReadAll() =>
        new OrderedDictionary<string, NdArray>(Names.Select(name => KeyValuePair.Create(name, Read(name))));

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    private SafeTensorsHeader.Entry Find(string name) =>
        header.Tensors.TryGetValue(name, out var tensor) ? tensor : throw SourceFile.NoArray(path, name, Names);

    /// <summary>A bfloat16 is the upper half of a float32.</summary>
    private static byte[] Widen(byte[] bytes)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        var wide = new byte[2 * bytes.Length];
        var words = MemoryMarshal.Cast<byte, uint>(wide.AsSpan());
        for (var i = 0; i < halves.Length; i++)
            words[i] = (uint)halves[i] << 16;
        return wide;
    }
}
