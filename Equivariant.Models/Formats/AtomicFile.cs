namespace Equivariant.Formats;

/// <summary>
/// Writes files that are either complete or not there: under a temporary name in the same folder, flushed to the disk, then
/// renamed. A reader never sees half a file, and a failure leaves an earlier file of that name as it was.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing an earlier one of that name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents to the stream, which it leaves open; the stream can seek.</param>
    /// <exception cref="IOException">The file cannot be written: one sentence says which and why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (e is UnauthorizedAccessException or IOException)
                throw new IOException($"'{path}' cannot be written: {Reason(e, path)}.", e);
            throw;
        }
    }

    /// <summary>Writes a file from bytes, replacing an earlier one of that name.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes a text file in UTF-8 without a mark, replacing an earlier one of that name.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Says in a clause why writing failed.</summary>
    internal static string Reason(Exception error, string path)
    {
        // ENOSPC and EDQUOT of Linux and macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
        const int NoSpace = 28, QuotaLinux = 122, QuotaMac = 69;
        const int WindowsHandleDiskFull = unchecked((int)0x80070027), WindowsDiskFull = unchecked((int)0x80070070);
        if (Directory.Exists(path))
            return "a folder of that name is in the way";
        return error switch
        {
            UnauthorizedAccessException => "permission denied",
            DirectoryNotFoundException => $"the folder '{Path.GetDirectoryName(path)}' does not exist",
            _ when error.HResult is NoSpace or WindowsHandleDiskFull or WindowsDiskFull => "the disk is full",
            _ when error.HResult is QuotaLinux or QuotaMac => "the disk quota is used up",
            _ => error.Message.TrimEnd('.'),
        };
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one worth telling.
        }
    }
}
