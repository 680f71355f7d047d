namespace Equivariant.Data;

/// <summary>Says in a clause what is wrong with a disk, and asks it for its room.</summary>
internal static class DiskTrouble
{
    // ENOSPC and EDQUOT of Linux and macOS, EWOULDBLOCK of a lock; the codes of Windows for the same.
    private const int NoSpace = 28, QuotaLinux = 122, QuotaMac = 69, LockedLinux = 11, LockedMac = 35;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027), WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsSharing = unchecked((int)0x80070020);

    public static string Reason(Exception error) => error switch
    {
        UnauthorizedAccessException => "permission denied; name another folder with --to",
        _ when error.HResult is NoSpace or WindowsHandleDiskFull or WindowsDiskFull =>
            "the disk is full; make room, then fetch again to go on, or name another folder with --to",
        _ when error.HResult is QuotaLinux or QuotaMac => "the disk quota is used up; make room, then fetch again to go on",
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
