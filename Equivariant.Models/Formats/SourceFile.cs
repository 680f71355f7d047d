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
        var bytes = new byte[file.Length];
        try
        {
            file.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new FileFormatException(path, "it became shorter while it was read", e);
        }
        return bytes;
    }
}
