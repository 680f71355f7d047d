namespace Equivariant.Formats;

/// <summary>
/// Writes files that are either complete or not there: under a temporary name in the same folder, flushed to the disk, then
/// renamed. A reader never sees half a file, and a failure leaves an earlier file of that name as it was.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes a file, replacing an earlier one of that name. The stream can seek, and must be left open.</summary>
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

    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes UTF-8 without a mark.</summary>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    // ENOSPC of Linux and macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    public static bool IsDiskFull(Exception error) =>
        error.HResult is 28 or unchecked((int)0x80070027) or unchecked((int)0x80070070);

    // EDQUOT of Linux and macOS.
    public static bool IsQuotaUsed(Exception error) => error.HResult is 122 or 69;

    /// <summary>Says in a clause why writing failed.</summary>
    public static string Reason(Exception error, string path) => error switch
    {
        _ when Directory.Exists(path) => "a folder of that name is in the way",
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => $"the folder '{Path.GetDirectoryName(path)}' does not exist",
        _ when IsDiskFull(error) => "the disk is full",
        _ when IsQuotaUsed(error) => "the disk quota is used up",
        _ => error.Message.TrimEnd('.'),
    };

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
