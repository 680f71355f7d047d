using System.Text.Json;

namespace Equivariant.Tests.Support;

/// <summary>The folder of golden reference data, named by EQUIVARIANT_GOLDEN or found beside the checkout.</summary>
public static class Golden
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find("EQUIVARIANT_GOLDEN", "golden");

    /// <summary>The folder of real data (EQUIVARIANT_DATA, default ../shared/data), or null.</summary>
    public static string? DataFolder { get; } = Find("EQUIVARIANT_DATA", "data");

    public static string PathOf(string file) => Path.Combine(
        Folder ?? throw new InvalidOperationException("the golden data is absent"), file);

    /// <summary>The cases of an index file, e.g. <c>ops.json</c>.</summary>
    public static IReadOnlyList<JsonElement> Cases(string indexFile, string property = "cases")
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(indexFile)));
        return [.. document.RootElement.GetProperty(property).EnumerateArray().Select(e => e.Clone())];
    }

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

/// <summary>A fact that needs the golden data; reported as skipped, with the reason, where it is absent.</summary>
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute() => Skip = Golden.Folder is null ? Missing : null;

    internal const string Missing = "golden data absent: set EQUIVARIANT_GOLDEN or put it in ../shared/golden";
}

/// <summary>A theory that needs the golden data.</summary>
public sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute() => Skip = Golden.Folder is null ? GoldenFactAttribute.Missing : null;
}

/// <summary>A fact that needs the real data sets; skipped, saying so, where they are absent.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute() => Skip = Golden.DataFolder is null
        ? "real data absent: set EQUIVARIANT_DATA or put it in ../shared/data" : null;
}
