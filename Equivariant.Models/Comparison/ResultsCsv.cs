using System.Globalization;
using System.Text.Json;
using Equivariant.Formats;

namespace Equivariant.Comparison;

/// <summary>results.csv: a line for each data set and model, with the columns of results.json.</summary>
internal static class ResultsCsv
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<ClassifierResults> results)
    {
        var properties = typeof(ComparedClassifier).GetProperties();
        var lines = results.SelectMany(set => set.Models.Select(model =>
            string.Join(',', new object?[] { set.Data, set.Seeds }
                .Concat(properties.Select(property => property.GetValue(model))).Select(Cell))));
        var head = string.Join(',',
            ["data", "seeds", .. properties.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))]);
        AtomicFile.WriteAllText(path, string.Concat(lines.Prepend(head).Select(line => line + "\n")));
    }

    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
