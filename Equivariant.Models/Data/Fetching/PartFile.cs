using System.Security.Cryptography;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// The part of a file that has arrived, under the name <c>FILE.part</c>, and beside it what the server calls this version of the
/// file (<c>FILE.part.tag</c>), so that a later download can go on. Locked while open: two downloads do not mix.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly string path;
    private readonly FileStream file;

    private PartFile(string path)
    {
        this.path = path;
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        Length = file.Seek(0, SeekOrigin.End);
        Restarted = Length == 0;
        Tag = File.Exists(TagPath) && File.ReadAllText(TagPath).Trim() is { Length: > 0 } tag ? tag : null;
    }

    /// <summary>Bytes that have arrived.</summary>
    public long Length { get; private set; }

    /// <summary>Whether what was there when it was opened is gone.</summary>
    public bool Restarted { get; private set; }

    /// <summary>An entity tag or a date, as the header If-Range takes it; null if the server gave none.</summary>
    public string? Tag { get; private set; }

    private string TagPath => path + ".tag";

    /// <summary>Takes up what is there, or begins with nothing.</summary>
    /// <exception cref="DataException">The file cannot be written, or another download is at it.</exception>
    public static PartFile Open(string path) => Guarded(path, () => new PartFile(path));

    /// <summary>Forgets what has arrived.</summary>
    public void Restart(string? tag = null) => Guarded(path, () =>
    {
        if (Length > 0)
            file.SetLength(0);
        file.Seek(0, SeekOrigin.Begin);
        (Length, Tag, Restarted) = (0, tag, true);
        File.Delete(TagPath);
        if (tag is not null)
            File.WriteAllText(TagPath, tag);
    });

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlyMemory<byte> bytes) => Guarded(path, () =>
    {
        file.Write(bytes.Span);
        Length += bytes.Length;
    });

    /// <summary>The MD5 sum of what has arrived.</summary>
    public string Md5(CancellationToken stop) => Guarded(path, () =>
    {
        file.Flush(flushToDisk: true);
        file.Seek(0, SeekOrigin.Begin);
        var sum = Convert.ToHexStringLower(MD5.HashDataAsync(file, stop).AsTask().GetAwaiter().GetResult());
        file.Seek(0, SeekOrigin.End);
        return sum;
    });

    /// <summary>Closes it and gives it its name; a file that is there goes to <paramref name="aside"/>.</summary>
    public void Finish(string name, string aside) => Guarded(name, () =>
    {
        file.Dispose();
        if (File.Exists(name))
            File.Move(name, aside, overwrite: true);
        File.Move(path, name);
        File.Delete(TagPath);
    });

    /// <summary>Closes it and removes it.</summary>
    public void Remove() => Guarded(path, () =>
    {
        file.Dispose();
        File.Delete(path);
        File.Delete(TagPath);
    });

    public void Dispose() => file.Dispose();

    private static void Guarded(string path, Action work) => Guarded(path, () =>
    {
        work();
        return true;
    });

    public static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be written: {DiskTrouble.Reason(e)}.", e);
        }
    }
}

/// <summary>Says in a clause what is wrong with a disk, and asks it for its room.</summary>
internal static class DiskTrouble
{
    // EWOULDBLOCK of a lock on Linux and macOS; the code of Windows for the same.
    private const int LockedLinux = 11, LockedMac = 35, WindowsSharing = unchecked((int)0x80070020);

    public static string Reason(Exception error) => error switch
    {
        UnauthorizedAccessException => "permission denied; name another folder with --to",
        _ when AtomicFile.IsDiskFull(error) =>
            "the disk is full; make room, then fetch again to go on, or name another folder with --to",
        _ when AtomicFile.IsQuotaUsed(error) => "the disk quota is used up; make room, then fetch again to go on",
        _ when error.HResult is LockedLinux or LockedMac or WindowsSharing => "another download is at it; wait for that one",
        _ => error.Message.TrimEnd('.'),
    };

    /// <summary>Bytes that can be written to a folder; the largest number where that cannot be told.</summary>
    public static long Free(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
