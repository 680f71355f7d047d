using System.Collections.Concurrent;
using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>The golden reference data: the full set in the folder that EQUIVARIANT_GOLDEN names or beside the checkout, else the
/// part of it among the fixtures.</summary>
public static class Golden
{
    private static readonly string Folder =
        Find("EQUIVARIANT_GOLDEN", "golden") ?? Path.Combine(AppContext.BaseDirectory, "fixtures", "golden");

    private static readonly ConcurrentDictionary<(string File, string Property), IReadOnlyList<JsonElement>> Indices = new();

    /// <summary>The folder of real data (EQUIVARIANT_DATA, default ../shared/data), or null.</summary>
    public static string? DataFolder { get; } = Find("EQUIVARIANT_DATA", "data");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The whole of an index file.</summary>
    public static JsonElement Index(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        return document.RootElement.Clone();
    }

    /// <summary>The cases of an index file, e.g. <c>ops.json</c>, read once.</summary>
    public static IReadOnlyList<JsonElement> Cases(string indexFile, string property = "cases") =>
        Indices.GetOrAdd((indexFile, property), key => [.. Index(key.File).GetProperty(key.Property).EnumerateArray()]);

    /// <summary>The case of that name.</summary>
    public static JsonElement Case(string indexFile, string name) => Cases(indexFile).Single(c => c.Name() == name);

    /// <summary>The names of all cases of an index, or of the chosen ones.</summary>
    public static TheoryData<string> Names(string indexFile, Func<JsonElement, bool>? isChosen = null) =>
        [.. Cases(indexFile).Where(isChosen ?? (_ => true)).Select(GoldenJson.Name)];

    private static string? Find(string variable, string name)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "..", "shared", name);
            if (File.Exists(Path.Combine(folder.FullName, "Equivariant.sln")))
                return Directory.Exists(candidate) ? Path.GetFullPath(candidate) : null;
        }
        return null;
    }
}

/// <summary>A fact that needs a golden file too large for the fixtures; skipped, saying so, where the full set is
/// absent.</summary>
public sealed class FullGoldenFactAttribute : FactAttribute
{
    public FullGoldenFactAttribute(string file) => Skip = File.Exists(Golden.PathOf(file)) ? null
        : $"the full golden data is absent ({file}): set EQUIVARIANT_GOLDEN or put it in ../shared/golden";
}

/// <summary>A fact that needs the real data sets; skipped, saying so, where they are absent.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute() => Skip = Golden.DataFolder is null
        ? "real data absent: set EQUIVARIANT_DATA or put it in ../shared/data" : null;
}
