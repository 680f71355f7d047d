namespace Equivariant.Data;

/// <summary>Numbers of bytes as people read them.</summary>
internal static class ByteText
{
    /// <summary>As in <c>560 kB</c>, <c>4.2 MB</c>, <c>13.5 GB</c>: thousands, as disks and networks count.</summary>
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => FormattableString.Invariant($"{bytes} bytes"),
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:0.#} GB"),
    };
}
