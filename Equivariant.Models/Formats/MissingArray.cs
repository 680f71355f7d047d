namespace Equivariant.Formats;

/// <summary>The error of asking a file for an array that it does not hold.</summary>
internal static class MissingArray
{
    private const int Listed = 8;

    /// <summary>One sentence with the file, the name, and the names that are there.</summary>
    public static KeyNotFoundException Error(string path, string name, IReadOnlyList<string> names)
    {
        var others = names.Count switch
        {
            0 => "none at all",
            <= Listed => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(Listed))} and {names.Count - Listed} more",
        };
        return new KeyNotFoundException($"'{path}' holds no array '{name}'; it holds {others}.");
    }
}
