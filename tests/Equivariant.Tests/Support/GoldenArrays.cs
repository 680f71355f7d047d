using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Equivariant.Tests.Support;

/// <summary>The arrays of one golden .npz file, read once and kept for all tests of the run.</summary>
public sealed partial class GoldenArrays
{
    private static readonly ConcurrentDictionary<string, Lazy<GoldenArrays>> Loaded = new();

    private readonly Dictionary<string, GoldenArray> _arrays = [];

    private GoldenArrays(string file)
    {
        using var archive = ZipFile.OpenRead(Golden.PathOf(file));
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            _arrays[entry.FullName[..^".npy".Length]] = Parse(memory.ToArray());
        }
    }

    /// <summary>The arrays of a file in the golden folder, e.g. <c>ops.npz</c>.</summary>
    public static GoldenArrays Of(string file) =>
        Loaded.GetOrAdd(file, name => new(() => new GoldenArrays(name))).Value;

    /// <summary>The array <c>case/name</c>.</summary>
    public GoldenArray this[string testCase, string name] => _arrays[$"{testCase}/{name}"];

    /// <summary>Whether the case has an array of that name (optional inputs are simply missing).</summary>
    public bool Has(string testCase, string name) => _arrays.ContainsKey($"{testCase}/{name}");

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'shape':\s*\((?<shape>[^)]*)\)")]
    private static partial Regex Header();

    private static GoldenArray Parse(byte[] bytes)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var header = Header().Match(Encoding.ASCII.GetString(bytes, 10, length));
        int[] shape = [.. header.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries).Select(int.Parse)];
        return new GoldenArray(header.Groups["type"].Value[1..], shape, bytes.AsMemory(10 + length));
    }
}

/// <summary>One golden array in C order.</summary>
/// <param name="Type">NumPy's kind and byte size, e.g. <c>f4</c>, <c>i1</c>, <c>u8</c>, <c>b1</c>.</param>
/// <param name="Shape">The sizes; empty for a scalar.</param>
/// <param name="Bytes">The little-endian elements.</param>
public sealed record GoldenArray(string Type, int[] Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>The elements of any type as doubles.</summary>
    public double[] ToDoubles() => [.. Enumerable.Range(0, Count).Select(i => Type switch
    {
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(At(i)),
        "f8" => BinaryPrimitives.ReadDoubleLittleEndian(At(i)),
        _ => (double)Whole(i),
    })];

    /// <summary>The elements of a float32 array, or of another type rounded to it.</summary>
    public float[] ToFloats() => Array.ConvertAll(ToDoubles(), value => (float)value);

    /// <summary>The elements of an integer or boolean array; uint64 keeps its bits.</summary>
    public long[] ToLongs() => [.. Enumerable.Range(0, Count).Select(Whole)];

    /// <summary>The elements of an integer or boolean array that fit an int.</summary>
    public int[] ToInts() => Array.ConvertAll(ToLongs(), value => checked((int)value));

    private long Whole(int i) => Type switch
    {
        "b1" or "u1" => At(i)[0],
        "i1" => (sbyte)At(i)[0],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(At(i)),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(At(i)),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(At(i)),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(At(i)),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(At(i)),
        "u8" => unchecked((long)BinaryPrimitives.ReadUInt64LittleEndian(At(i))),
        _ => throw new InvalidOperationException($"a golden array of type {Type} is not made of whole numbers"),
    };

    private ReadOnlySpan<byte> At(int i) => Bytes.Span[(i * (Type[1] - '0'))..];
}
