namespace Equivariant.Data;

/// <summary>How data sets are looked for and checked.</summary>
public sealed record DataOptions
{
    /// <summary>A folder to look into first, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether files with a known MD5 sum must have it. Without, only shapes and labels are checked.</summary>
    public bool VerifyChecksum { get; init; } = true;

    /// <summary>Bytes of images that may be held in memory; null for what this machine gives the program.</summary>
    public long? MemoryLimit { get; init; }

    private static string? Named => Environment.GetEnvironmentVariable("EQUIVARIANT_DATA");

    private static string HomeCache =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".medmnist");

    /// <summary>Where named data sets are downloaded to: <see cref="Folder"/>, else the folder in the environment variable
    /// EQUIVARIANT_DATA, else ~/.medmnist, where MedMNIST's own package looks.</summary>
    public string DownloadFolder() => Full(Folder, Named, HomeCache)[0];

    /// <summary>
    /// The folders that named data sets are looked for in, in this order: <see cref="Folder"/>, the folder in the environment
    /// variable EQUIVARIANT_DATA, ../shared/data, ~/.medmnist.
    /// </summary>
    public IReadOnlyList<string> SearchFolders() => Full(Folder, Named, Path.Combine("..", "shared", "data"), HomeCache);

    /// <summary>Refuses images that memory cannot hold, before any work is done.</summary>
    /// <exception cref="DataException">They are larger than <see cref="MemoryLimit"/>.</exception>
    internal void CheckMemory(long bytes, string what, string remedy)
    {
        var limit = MemoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > limit)
        {
            throw new DataException(
                $"{what} unpacks to {ByteText.Of(bytes)} of images, more than the {ByteText.Of(limit)} of memory that there are; "
                + $"{remedy}.");
        }
    }

    private static string[] Full(params string?[] folders) =>
        [.. folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!)).Distinct()];
}
