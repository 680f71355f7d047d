namespace Equivariant.Data;

/// <summary>How data sets are looked for and checked.</summary>
public sealed record DataOptions
{
    /// <summary>A folder to look into first, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether files with a known MD5 sum must have it. Without, only shapes and labels are checked.</summary>
    public bool VerifyChecksum { get; init; } = true;

    /// <summary>
    /// The folders that named data sets are looked for in, in this order: <see cref="Folder"/>, the folder in the environment
    /// variable EQUIVARIANT_DATA, ../shared/data, ~/.medmnist.
    /// </summary>
    public IReadOnlyList<string> SearchFolders()
    {
        string?[] folders =
        [
            Folder,
            Environment.GetEnvironmentVariable("EQUIVARIANT_DATA"),
            Path.Combine("..", "shared", "data"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".medmnist"),
        ];
        return [.. folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!)).Distinct()];
    }
}
