using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>Short forms for the fields of a golden index.</summary>
public static class GoldenJson
{
    public static string Name(this JsonElement testCase) => testCase.GetProperty("name").GetString()!;

    public static string Op(this JsonElement testCase) => testCase.GetProperty("op").GetString()!;

    public static JsonElement Attribute(this JsonElement testCase, string name) =>
        testCase.GetProperty("attrs").GetProperty(name);

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static string[] Strings(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
