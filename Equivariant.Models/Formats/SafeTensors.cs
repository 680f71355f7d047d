namespace Equivariant.Formats;

/// <summary>The safetensors format: named arrays behind a JSON header, with a map of strings for notes.</summary>
public static class SafeTensors
{
    /// <summary>Opens a file to read its arrays one by one; only the header is read at once.</summary>
    /// <exception cref="FileFormatException">The file is damaged or of another format.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafeTensorsReader Open(string path) => new(SourceFile.Open(path), path);

    /// <summary>Opens the bytes of a file, which must not change while the reader is open.</summary>
    /// <exception cref="FileFormatException">They are damaged or of another format.</exception>
    public static SafeTensorsReader Open(byte[] bytes, string name = "tensors in memory") => new(new MemoryStream(bytes), name);

    /// <summary>Reads all arrays of a file, in the order of its header.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static IReadOnlyDictionary<string, NdArray> ReadAll(string path)
    {
        using var reader = Open(path);
        return reader.ReadAll();
    }

    /// <summary>Writes arrays, and notes if any. The same arrays always give the same bytes.</summary>
    /// <exception cref="ArgumentException">A name is there twice or is <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, NdArray>> arrays, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, arrays, metadata));

    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, NdArray}}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, NdArray>> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // The widest elements first, so that every array begins at a multiple of its element size.
        var ordered = arrays.OrderByDescending(a => a.Value.Type.Size()).ToList();
        stream.Write(SafeTensorsHeader.Encode(ordered, metadata));
        foreach (var (_, array) in ordered)
            stream.Write(array.Bytes);
    }
}
