namespace Equivariant.Data;

/// <summary>A published file, what it is called on this machine (without a folder), and its MD5 sum (32 digits of lower
/// case).</summary>
internal sealed record RemoteFile(Uri Url, string Name, string Md5);

/// <summary>
/// A file that is on this machine now and has the right MD5 sum: whether it was downloaded and not here already, how many bytes
/// of an interrupted download were used, and where a damaged file of that name was moved to.
/// </summary>
internal sealed record FetchedFile(string Path, long Bytes, bool Fetched, long ResumedFrom = 0, string? SetAside = null);

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes that are on this machine.</param>
/// <param name="Total">Bytes of the whole file; null while the server has not said.</param>
/// <param name="Trouble">Why the download pauses and when it goes on; null while all is well.</param>
internal readonly record struct FetchProgress(long Done, long? Total, string? Trouble = null);

/// <summary>How patient downloads are.</summary>
internal sealed record FetchOptions
{
    /// <summary>Tries in a row that bring no new byte before a download is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Downloads of the whole file that have a wrong MD5 sum before a download is given up.</summary>
    public int WrongSums { get; init; } = 3;

    /// <summary>The pause after the first failure; each further one in a row doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where a server asks for a longer one.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection on which nothing comes for so long counts as broken.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The bytes that can be written to a folder.</summary>
    public Func<string, long> FreeSpace { get; init; } = DiskTrouble.Free;
}
