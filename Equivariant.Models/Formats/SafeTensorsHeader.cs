using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Equivariant.Formats;

/// <summary>The JSON header of a .safetensors file.</summary>
internal sealed class SafeTensorsHeader
{
    private const string MetadataKey = "__metadata__";

    private static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Type, shape and place of an array in the data; a type of null stands for bfloat16.</summary>
    public readonly record struct Entry(ElementType? Type, ImmutableArray<int> Shape, long Begin, long End);

    public OrderedDictionary<string, Entry> Tensors { get; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads a header and checks that its arrays fill the data without holes and overlaps.</summary>
    public static SafeTensorsHeader Decode(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        if (!Utf8.IsValid(json))
            throw new FileFormatException(path, "its header is not in UTF-8");
        var (header, what) = (new SafeTensorsHeader(), "its header");
        try
        {
            var entries = JsonSerializer.Deserialize<OrderedDictionary<string, JsonElement>>(json, Strict)
                ?? throw new JsonException("it is null");
            foreach (var (name, entry) in entries)
            {
                what = name == MetadataKey ? $"its {MetadataKey}" : $"tensor '{name}'";
                if (name == MetadataKey)
                    header.Metadata = DecodeMetadata(entry);
                else
                    header.Tensors.Add(name, DecodeEntry(what, entry, path));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            throw new FileFormatException(path, $"{what} is malformed ({e.Message.TrimEnd('.')})", e);
        }
        header.CheckPlaces(dataLength, path);
        return header;
    }

    /// <summary>The head of a file: the length, and the header padded with blanks to a multiple of 8 bytes.</summary>
    public static byte[] Encode(
        IEnumerable<KeyValuePair<string, NdArray>> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        var entries = new OrderedDictionary<string, object>();
        if (metadata is { Count: > 0 })
            entries[MetadataKey] = metadata;
        long end = 0;
        foreach (var (name, array) in arrays)
        {
            var begin = end;
            end += array.Bytes.Length;
            if (name == MetadataKey || !entries.TryAdd(name, new EntryJson(CodeOf(array.Type), [.. array.Shape], [begin, end])))
                throw new ArgumentException($"The name '{name}' of a tensor is reserved or there twice.", nameof(arrays));
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(entries);
        var bytes = new byte[sizeof(ulong) + ((json.Length + 7) / 8 * 8)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - sizeof(ulong)));
        bytes.AsSpan(sizeof(ulong)).Fill((byte)' ');
        json.CopyTo(bytes, sizeof(ulong));
        return bytes;
    }

    private static OrderedDictionary<string, string> DecodeMetadata(JsonElement map) =>
        map.Deserialize<OrderedDictionary<string, string>>(Strict) is { } notes && !notes.ContainsValue(null!)
            ? notes
            : throw new JsonException("a string is null");

    private static Entry DecodeEntry(string what, JsonElement json, string path)
    {
        var entry = json.Deserialize<EntryJson>(Strict) ?? throw new JsonException("it is null");
        var type = Enum.GetValues<ElementType>().Cast<ElementType?>().FirstOrDefault(known => CodeOf(known!.Value) == entry.Code);
        if (type is null && entry.Code != "BF16")
            throw new FileFormatException(path, $"{what} is of the unknown or unsupported dtype '{entry.Code}'");
        if (entry.Offsets is not [>= 0 and var begin, >= 0 and var end] || begin > end)
            throw new FileFormatException(path, $"{what} has data_offsets other than a begin and an end");
        return new Entry(type, ArrayShape.Check(type ?? ElementType.Float16, entry.Shape, end - begin, path, what), begin, end);
    }

    private void CheckPlaces(long dataLength, string path)
    {
        long end = 0;
        foreach (var (name, tensor) in Tensors.OrderBy(t => t.Value.Begin).ThenBy(t => t.Value.End))
        {
            if (tensor.Begin != end)
                throw new FileFormatException(path, $"tensor '{name}' begins at {tensor.Begin}, but {end} is due");
            end = tensor.End;
        }
        if (end != dataLength)
            throw new FileFormatException(path, $"its tensors take {end} bytes, but {dataLength} bytes of data are there");
    }

    /// <summary>As in I8, F32, BOOL.</summary>
    private static string CodeOf(ElementType type) =>
        type == ElementType.Bool ? "BOOL" : $"{char.ToUpperInvariant(type.Kind())}{8 * type.Size()}";

    private sealed record EntryJson(
        [property: JsonPropertyName("dtype")] string Code,
        [property: JsonPropertyName("shape")] long[] Shape,
        [property: JsonPropertyName("data_offsets")] long[] Offsets);
}
