namespace Equivariant.Cli.Hosting;

/// <summary>Commands as people can type them again.</summary>
internal static class Shell
{
    /// <summary>A word as it must be typed: quoted where it holds more than plain letters.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+\\".Contains(letter))
        ? word : $"'{word.Replace("'", "'\\''")}'";
}
