namespace Equivariant.Formats;

/// <summary>Opens files to read, with one clear sentence where that fails.</summary>
internal static class SourceFile
{
    /// <summary>Opens a file for reading at random places.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"'{path}' cannot be read: there is no such file.", path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(
                $"'{path}' cannot be read: {(Directory.Exists(path) ? "it is a folder" : "permission denied")}.", e);
        }
    }

    /// <summary>Reads a whole file, which must fit one array.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        ArrayShape.CheckFitsOneArray(file.Length, path, "it");
        return ReadExactly(file, file.Length, path);
    }

    /// <summary>The next bytes, which were there when the file was opened.</summary>
    public static byte[] ReadExactly(Stream file, long count, string path)
    {
        var bytes = new byte[count];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == count
            ? bytes
            : throw new FileFormatException(path, "it became shorter while it was read");
    }

    /// <summary>One sentence with the file, the array that it does not hold, and some that it does.</summary>
    public static KeyNotFoundException NoArray(string path, string name, IReadOnlyList<string> names)
    {
        const int Listed = 8;
        var others = names.Count switch
        {
            0 => "none at all",
            <= Listed => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(Listed))} and {names.Count - Listed} more",
        };
        return new KeyNotFoundException($"'{path}' holds no array '{name}'; it holds {others}.");
    }
}
