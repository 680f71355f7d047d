using System.IO.Compression;

namespace Equivariant.Formats;

/// <summary>NumPy's format for several named arrays (.npz): a zip archive of .npy files, stored or deflated.</summary>
public static class Npz
{
    /// <summary>Opens a file to read its arrays one by one.</summary>
    /// <exception cref="FileFormatException">The file is damaged or no zip archive.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NpzReader Open(string path) => new(SourceFile.Open(path), path);

    /// <summary>Opens the bytes of a file, which must not change while the reader is open.</summary>
    /// <exception cref="FileFormatException">They are damaged or no zip archive.</exception>
    public static NpzReader Open(byte[] bytes, string name = "archive in memory") => new(new MemoryStream(bytes), name);

    /// <summary>Reads all arrays of a file, in the file's order.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static IReadOnlyDictionary<string, NdArray> ReadAll(string path)
    {
        using var reader = Open(path);
        return reader.ReadAll();
    }

    /// <summary>Writes arrays under names without .npy. The same arrays always give the same bytes.</summary>
    /// <exception cref="ArgumentException">A name is empty or there twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NdArray>> arrays, bool compress = true) =>
        AtomicFile.Write(path, stream => Write(stream, arrays, compress));

    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, NdArray}}, bool)"/>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, NdArray>> arrays, bool compress = true)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var names = new HashSet<string>();
        foreach (var (name, array) in arrays)
        {
            if (name.Length == 0 || !names.Add(name))
                throw new ArgumentException($"The name '{name}' of an array is empty or there twice.", nameof(arrays));
            using var member = Member(archive, name, compress);
            Npy.Write(member, array);
        }
    }

    /// <summary>Writes a file with one array, given in parts as to <see cref="Npy.WriteParts"/>.</summary>
    internal static void WriteParts(
        Stream stream, string name, ElementType type, ReadOnlySpan<int> shape, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using var member = Member(archive, name, compress: true);
        Npy.WriteParts(member, type, shape, parts);
    }

    private static Stream Member(ZipArchive archive, string name, bool compress)
    {
        var entry = archive.CreateEntry(
            name + NpzReader.Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }
}
