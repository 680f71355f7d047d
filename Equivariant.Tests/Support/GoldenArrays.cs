using System.Collections.Concurrent;

namespace Equivariant.Tests.Support;

/// <summary>The arrays of one golden .npz file, read once and kept for all tests of the run.</summary>
public sealed class GoldenArrays
{
    private static readonly ConcurrentDictionary<string, Lazy<GoldenArrays>> Loaded = new();

    private readonly IReadOnlyDictionary<string, NdArray> arrays;

    private GoldenArrays(string file) => arrays = Npz.ReadAll(Golden.PathOf(file));

    /// <summary>The arrays of a file in the golden folder, e.g. <c>ops.npz</c>.</summary>
    public static GoldenArrays Of(string file) =>
        Loaded.GetOrAdd(file, name => new(() => new GoldenArrays(name))).Value;

    /// <summary>The array <c>case/name</c>.</summary>
    public GoldenArray this[string testCase, string name] => new(arrays[$"{testCase}/{name}"]);

    /// <summary>Whether the case has an array of that name (optional inputs are simply missing).</summary>
    public bool Has(string testCase, string name) => arrays.ContainsKey($"{testCase}/{name}");
}

/// <summary>One golden array, its elements in C order.</summary>
public sealed record GoldenArray(NdArray Array)
{
    /// <summary>The sizes; empty for a scalar.</summary>
    public int[] Shape => [.. Array.Shape];

    /// <summary>The number of elements.</summary>
    public int Count => Array.Length;

    /// <summary>The elements of any type as doubles.</summary>
    public double[] ToDoubles() => Array.ToDouble();

    /// <summary>The elements of any type, rounded to float32.</summary>
    public float[] ToFloats() => Array.ToSingle();

    /// <summary>The elements of an integer or boolean array that fit an int.</summary>
    public int[] ToInts() => Array.ToInt32();

    /// <summary>The elements of a uint64 array, such as object ids.</summary>
    public ulong[] ToIds() => Array.As<ulong>().ToArray();
}
