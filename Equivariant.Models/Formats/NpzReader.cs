using System.IO.Compression;
using System.IO.Hashing;

namespace Equivariant.Formats;

/// <summary>
/// An open .npz file. Arrays are read, and their checksums verified, when they are asked for; members that are no .npy files
/// are passed over. Not for use by several threads at once.
/// </summary>
public sealed class NpzReader : IDisposable
{
    internal const string Extension = ".npy";

    private readonly string path;
    private readonly Stream stream;
    private readonly ZipArchive archive;
    private readonly OrderedDictionary<string, ZipArchiveEntry> entries = [];

    internal NpzReader(Stream stream, string path)
    {
        (this.path, this.stream) = (path, stream);
        try
        {
            archive = Checked(path, "the archive", () => new ZipArchive(stream, ZipArchiveMode.Read));
            foreach (var entry in Checked(path, "the archive", () => archive.Entries))
            {
                if (entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
                    && !entries.TryAdd(entry.FullName[..^Extension.Length], entry))
                    throw new FileFormatException(path, $"the archive has two members named '{entry.FullName}'");
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The names of the arrays, without .npy, in the file's order.</summary>
    public IReadOnlyList<string> Names => entries.Keys;

    /// <summary>Whether there is an array of this name.</summary>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Reads one array.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of this name; the message lists those that are there.</exception>
    /// <exception cref="FileFormatException">The member is damaged, or no array of numbers or bool.</exception>
    public NdArray Read(string name)
    {
        var (entry, what) = EntryOf(name);
        return Npy.Decode(Checked(path, what, () =>
        {
            using var member = entry.Open();
            var bytes = BoundedRead.ToEnd(member, entry.Length, entry.CompressedLength, path, what);
            return Crc32.HashToUInt32(bytes) == entry.Crc32
                ? bytes
                : throw new FileFormatException(path, $"{what} does not match its checksum");
        }), path, what);
    }

    /// <summary>Reads all arrays, in the file's order.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyDictionary<string, NdArray> ReadAll() =>
        new OrderedDictionary<string, NdArray>(Names.Select(name => KeyValuePair.Create(name, Read(name))));

    /// <summary>Closes the file.</summary>
    public void Dispose() => archive.Dispose();

    /// <summary>Opens one array to read it part by part, of any size. Dispose it before another is read.</summary>
    internal NpzArrayStream OpenArray(string name)
    {
        var (entry, what) = EntryOf(name);
        BoundedRead.CheckAnnounced(entry.Length, entry.CompressedLength, path, what);
        return new NpzArrayStream(Checked(path, what, entry.Open), entry.Length, entry.Crc32, path, what);
    }

    /// <summary>Bytes of one array, its header included, as the archive announces them.</summary>
    internal long BytesOf(string name) => EntryOf(name).Entry.Length;

    /// <summary>
    /// Runs a step of the zip reader. On damaged archives it throws whatever its parts do (reads past the end, seeks to negative
    /// places, overflows): all of it says that the archive is damaged.
    /// </summary>
    internal static T Checked<T>(string path, string what, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException
            or OverflowException or FormatException and not FileFormatException)
        {
            throw new FileFormatException(path, $"{what} is damaged: {e.Message.TrimEnd('.')}", e);
        }
    }

    private (ZipArchiveEntry Entry, string What) EntryOf(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
            throw SourceFile.NoArray(path, name, Names);
        var what = $"member '{name}'";
        if (entry.IsEncrypted)
            throw new FileFormatException(path, $"{what} is encrypted");
        return entry.CompressedLength >= 0 && entry.CompressedLength <= stream.Length
            ? (entry, what)
            : throw new FileFormatException(path, $"{what} announces {entry.CompressedLength} bytes, more than the file has");
    }
}
