using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>Short forms for the fields of a golden index.</summary>
public static class GoldenJson
{
    public static string Name(this JsonElement testCase) => testCase.GetProperty("name").GetString()!;

    public static string Op(this JsonElement testCase) => testCase.GetProperty("op").GetString()!;

    public static JsonElement Attribute(this JsonElement testCase, string name) =>
        testCase.GetProperty("attrs").GetProperty(name);

    /// <summary>A whole number; null where the setting is null.</summary>
    public static int? OptionalInt(this JsonElement testCase, string name) =>
        testCase.Attribute(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

    /// <summary>A setting with a number for each axis or one for all; 1 where it is missing.</summary>
    public static PerAxis Axes(this JsonElement testCase, string name) =>
        !testCase.GetProperty("attrs").TryGetProperty(name, out var value) ? 1
        : value.ValueKind == JsonValueKind.Array ? PerAxis.Create(value.Ints()) : value.GetInt32();

    /// <summary>The settings of a convolution; those that are missing have their usual values.</summary>
    public static ConvOptions ConvOptions(this JsonElement testCase)
    {
        var attributes = testCase.GetProperty("attrs");
        return new()
        {
            Stride = testCase.Axes("stride"),
            Padding = testCase.Attribute("padding").ValueKind == JsonValueKind.String ? Padding.Same : testCase.Axes("padding"),
            Dilation = testCase.Axes("dilation"),
            Groups = attributes.TryGetProperty("groups", out var groups) ? groups.GetInt32() : 1,
            PaddingMode = attributes.TryGetProperty("padding_mode", out var mode)
                ? Enum.Parse<PaddingMode>(mode.GetString()!, ignoreCase: true) : PaddingMode.Zeros,
        };
    }

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static string[] Strings(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
