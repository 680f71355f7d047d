using System.Text.Json;
using Equivariant.Metrics;

namespace Equivariant.Tests.Metrics;

/// <summary>The expected values of one golden case, which knows whether every one of them was compared.</summary>
internal sealed class Expectation(JsonElement golden)
{
    private readonly JsonElement values = golden.GetProperty("expected");
    private readonly HashSet<string> open = [.. golden.GetProperty("expected").EnumerateObject().Select(value => value.Name)];

    public bool AllUsed => open.Count == 0;

    public JsonElement Take(string name)
    {
        open.Remove(name);
        return values.GetProperty(name);
    }

    public void Number(string name, double actual) => OptionalNumber(Take(name), actual, $"{golden.Name()} {name}");

    public void Numbers(string name, IEnumerable<double> actual)
    {
        var expected = Flatten(Take(name)).ToList();
        var got = actual.ToList();
        Assert.Equal(expected.Count, got.Count);
        foreach (var (e, a) in expected.Zip(got))
            OptionalNumber(e, a, $"{golden.Name()} {name}");
    }

    public void Matrix(string name, ConfusionMatrix actual)
    {
        var rows = Take(name).EnumerateArray().Select(row => row.Ints()).ToArray();
        Assert.Equal(rows.Length, actual.Classes);
        for (var truth = 0; truth < rows.Length; truth++)
            for (var predicted = 0; predicted < rows.Length; predicted++)
                Assert.Equal(rows[truth][predicted], actual[truth, predicted]);
    }

    public static void OptionalNumber(JsonElement expected, double? actual, string what)
    {
        var value = expected.ValueKind == JsonValueKind.Null ? (double?)null : expected.GetDouble();
        Assert.True(value is null == actual is null && !(Math.Abs((value ?? 0) - (actual ?? 0)) > 1e-9),
            $"{what}: expected {value}, got {actual}");
    }

    public override string ToString() => string.Join(' ', open);

    private static IEnumerable<JsonElement> Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Flatten) : [element];
}
