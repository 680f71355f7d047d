namespace Equivariant.Formats;

/// <summary>A file is damaged, cut, or not of the format it should be. The message names the file and the reason.</summary>
public sealed class FileFormatException : FormatException
{
    private const int LongestReason = 300;

    /// <summary>Makes the error of a file, or of what stands for it where bytes were read from memory. The reason is a clause
    /// without a full stop; a long one is cut.</summary>
    public FileFormatException(string path, string reason, Exception? inner = null)
        : base($"'{path}' cannot be read: {OneLine(reason)}.", inner)
    {
        Path = path;
        Reason = OneLine(reason);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it, as a clause.</summary>
    public string Reason { get; }

    /// <summary>Reasons quote names from the file, which may be long or hold line breaks.</summary>
    private static string OneLine(string reason)
    {
        var start = reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
        return string.Concat(start.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
