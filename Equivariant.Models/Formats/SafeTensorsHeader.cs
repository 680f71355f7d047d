using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace Equivariant.Formats;

/// <summary>The JSON header of a .safetensors file.</summary>
internal sealed class SafeTensorsHeader
{
    private const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Type, shape and place of an array in the data; a type of null stands for bfloat16.</summary>
    public readonly record struct Entry(ElementType? Type, ImmutableArray<int> Shape, long Begin, long End);

    public OrderedDictionary<string, Entry> Tensors { get; } = [];

    public OrderedDictionary<string, string> Metadata { get; } = [];

    /// <summary>Reads a header and checks that its arrays fill the data without holes and overlaps.</summary>
    public static SafeTensorsHeader Decode(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        if (!Utf8.IsValid(json.Span))
            throw new FileFormatException(path, "its header is not in UTF-8");
        var header = new SafeTensorsHeader();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FileFormatException(path, "its header is no JSON object");
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                    header.DecodeMetadata(property.Value, path);
                else
                    header.Tensors.Add(property.Name, DecodeEntry(property.Name, property.Value, path));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            throw new FileFormatException(path, $"its header is no valid JSON ({e.Message.TrimEnd('.')})", e);
        }
        header.CheckPlaces(dataLength, path);
        return header;
    }

    /// <summary>The head of a file: the length, and the header padded with blanks to a multiple of 8 bytes.</summary>
    public static byte[] Encode(
        IEnumerable<KeyValuePair<string, NdArray>> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var names = new HashSet<string> { MetadataKey };
            long offset = 0;
            foreach (var (name, array) in arrays)
            {
                if (!names.Add(name))
                    throw new ArgumentException($"The name '{name}' of a tensor is reserved or there twice.", nameof(arrays));
                json.WriteStartObject(name);
                json.WriteString("dtype", NameOf(array.Type));
                json.WriteStartArray("shape");
                foreach (var axis in array.Shape)
                    json.WriteNumberValue(axis);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += array.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.WrittenCount % 8 != 0)
            buffer.Write(" "u8);
        var bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - sizeof(ulong)));
        return bytes;
    }

    private void DecodeMetadata(JsonElement map, string path)
    {
        if (map.ValueKind != JsonValueKind.Object)
            throw new FileFormatException(path, $"its {MetadataKey} is no map");
        foreach (var property in map.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw new FileFormatException(path, $"its {MetadataKey} '{property.Name}' is no string");
            Metadata.Add(property.Name, property.Value.GetString()!);
        }
    }

    private static Entry DecodeEntry(string name, JsonElement entry, string path)
    {
        var what = $"tensor '{name}'";
        if (entry.ValueKind != JsonValueKind.Object)
            throw new FileFormatException(path, $"{what} is not described by a JSON object");
        if (!entry.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String)
            throw new FileFormatException(path, $"{what} has no dtype");
        var code = dtype.GetString()!;
        var type = TypeOf(code);
        if (type is null && code != "BF16")
            throw new FileFormatException(path, $"{what} is of the unknown or unsupported dtype '{code}'");
        var axes = WholeNumbers(entry, "shape", what, path);
        var offsets = WholeNumbers(entry, "data_offsets", what, path);
        if (offsets is not [>= 0, >= 0] || offsets[0] > offsets[1])
            throw new FileFormatException(path, $"{what} has data_offsets other than a begin and an end");
        var shape = ArrayShape.Check(type ?? ElementType.Float16, axes, offsets[1] - offsets[0], path, what);
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private static long[] WholeNumbers(JsonElement entry, string key, string what, string path)
    {
        if (!entry.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Array)
            throw new FileFormatException(path, $"{what} has no list '{key}'");
        return [.. list.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number)
                ? number
                : throw new FileFormatException(path, $"{what} has something other than whole numbers in '{key}'"))];
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

    private static string NameOf(ElementType type) => type switch
    {
        ElementType.Bool => "BOOL",
        ElementType.Int8 => "I8",
        ElementType.UInt8 => "U8",
        ElementType.Int16 => "I16",
        ElementType.UInt16 => "U16",
        ElementType.Int32 => "I32",
        ElementType.UInt32 => "U32",
        ElementType.Int64 => "I64",
        ElementType.UInt64 => "U64",
        ElementType.Float16 => "F16",
        ElementType.Float32 => "F32",
        ElementType.Float64 => "F64",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static ElementType? TypeOf(string code)
    {
        foreach (var type in Enum.GetValues<ElementType>())
        {
            if (NameOf(type) == code)
                return type;
        }
        return null;
    }
}
