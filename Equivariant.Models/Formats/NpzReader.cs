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
        this.path = path;
        this.stream = stream;
        try
        {
            archive = Checked("the archive", () => new ZipArchive(stream, ZipArchiveMode.Read));
            foreach (var entry in Checked("the archive", () => archive.Entries))
            {
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                    continue;
                if (!entries.TryAdd(entry.FullName[..^Extension.Length], entry))
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
        var entry = EntryOf(name);
        var what = $"member '{name}'";
        return Npy.Decode(Checked(what, () => ReadBytes(entry, what)), path, what);
    }

    /// <summary>Bytes of one array, its header included, as the archive announces them.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of this name; the message lists those that are there.</exception>
    public long BytesOf(string name) => EntryOf(name).Length;

    /// <summary>Opens one array to read it part by part, of any size. Dispose it before another is read.</summary>
    /// <exception cref="KeyNotFoundException">There is no array of this name; the message lists those that are there.</exception>
    /// <exception cref="FileFormatException">The member is damaged, or no array of numbers or bool.</exception>
    public NpzArrayStream OpenArray(string name)
    {
        var entry = EntryOf(name);
        var what = $"member '{name}'";
        CheckEntry(entry, what);
        BoundedRead.CheckAnnounced(entry.Length, entry.CompressedLength, path, what);
        return new NpzArrayStream(Checked(what, entry.Open), entry.Length, entry.Crc32, path, what);
    }

    /// <summary>Reads all arrays, in the file's order.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyDictionary<string, NdArray> ReadAll()
    {
        var arrays = new OrderedDictionary<string, NdArray>();
        foreach (var name in Names)
            arrays.Add(name, Read(name));
        return arrays;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => archive.Dispose();

    private ZipArchiveEntry EntryOf(string name) =>
        entries.TryGetValue(name, out var entry) ? entry : throw MissingArray.Error(path, name, Names);

    private void CheckEntry(ZipArchiveEntry entry, string what)
    {
        if (entry.IsEncrypted)
            throw new FileFormatException(path, $"{what} is encrypted");
        if (entry.CompressedLength < 0 || entry.CompressedLength > stream.Length)
            throw new FileFormatException(path, $"{what} announces {entry.CompressedLength} bytes, more than the file has");
    }

    private byte[] ReadBytes(ZipArchiveEntry entry, string what)
    {
        CheckEntry(entry, what);
        using var member = entry.Open();
        var bytes = BoundedRead.ToEnd(member, entry.Length, entry.CompressedLength, path, what);
        if (Crc32.HashToUInt32(bytes) != entry.Crc32)
            throw new FileFormatException(path, $"{what} does not match its checksum");
        return bytes;
    }

    /// <summary>
    /// Runs a step of the zip reader. On damaged archives it throws whatever its parts do (reads past the end, seeks to negative
    /// places, overflows): all of it says that the archive is damaged.
    /// </summary>
    private T Checked<T>(string what, Func<T> step) => Checked(path, what, step);

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
}
