namespace Equivariant.Formats;

/// <summary>A file is damaged, cut, or not of the format it should be. The message names the file and the reason.</summary>
/// <param name="path">The file, or what stands for it where bytes were read from memory.</param>
/// <param name="reason">What is wrong, as a clause without a full stop.</param>
/// <param name="inner">The error underneath, if any.</param>
public sealed class FileFormatException(string path, string reason, Exception? inner = null)
    : FormatException($"'{path}' cannot be read: {reason}.", inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it, as a clause.</summary>
    public string Reason { get; } = reason;
}
