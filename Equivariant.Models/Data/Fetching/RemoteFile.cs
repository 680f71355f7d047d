namespace Equivariant.Data;

/// <summary>A published file and what it must be.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Name">What it is called on this machine, without a folder.</param>
/// <param name="Md5">Its MD5 sum, 32 digits of lower case.</param>
public sealed record RemoteFile(Uri Url, string Name, string Md5);

/// <summary>A file that is on this machine now and has the right MD5 sum.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Fetched">Whether it was downloaded, and not here already.</param>
/// <param name="ResumedFrom">Bytes that an earlier, interrupted download had left and that were used.</param>
/// <param name="SetAside">Where a damaged file of that name was moved to; null if there was none.</param>
public sealed record FetchedFile(string Path, long Bytes, bool Fetched, long ResumedFrom = 0, string? SetAside = null);

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes that are on this machine.</param>
/// <param name="Total">Bytes of the whole file; null while the server has not said.</param>
/// <param name="Trouble">Why the download pauses and when it goes on; null while all is well.</param>
public readonly record struct FetchProgress(long Done, long? Total, string? Trouble = null);

/// <summary>How patient downloads are.</summary>
public sealed record FetchOptions
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
}
