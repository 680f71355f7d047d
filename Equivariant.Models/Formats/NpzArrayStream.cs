using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;

namespace Equivariant.Formats;

/// <summary>
/// An array of an .npz file that is read part by part, so that it may be larger than memory or than one array of .NET. Its
/// checksum is verified at the end.
/// </summary>
internal sealed class NpzArrayStream : IDisposable
{
    private readonly Stream stream;
    private readonly string path, what;
    private readonly uint checksum;
    private readonly Crc32 sum = new();
    private long left;

    public NpzArrayStream(Stream stream, long length, uint checksum, string path, string what)
    {
        (this.stream, this.checksum, this.path, this.what, left) = (stream, checksum, path, what, length);
        try
        {
            var header = NpyHeader.Decode(ReadHeader(), path, what);
            Type = header.Type;
            Shape = ArrayShape.Check(header.Type, header.Shape, left, path, what);
            Plain = !header.BigEndian && (!header.FortranOrder || Shape.Length <= 1);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public ElementType Type { get; }

    public ImmutableArray<int> Shape { get; }

    /// <summary>Whether the elements come little-endian and in C order; if not, read the array whole.</summary>
    public bool Plain { get; }

    /// <summary>Reads the next bytes of the elements.</summary>
    public void ReadExactly(byte[] bytes)
    {
        if (bytes.Length > left)
            throw new FileFormatException(path, $"{what} has {left} bytes left where {bytes.Length} are wanted");
        var count = NpzReader.Checked(path, what, () => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (count < bytes.Length)
            throw new FileFormatException(path, $"{what} ends {left - count} bytes too early");
        sum.Append(bytes);
        left -= count;
    }

    /// <summary>Checks that everything has been read and that the checksum fits.</summary>
    public void CheckEnd()
    {
        // Reading past the data also makes the stream verify what follows them.
        if (left != 0 || NpzReader.Checked(path, what, stream.ReadByte) >= 0)
            throw new FileFormatException(path, $"{what} goes on after the data announced");
        if (sum.GetCurrentHashAsUInt32() != checksum)
            throw new FileFormatException(path, $"{what} does not match its checksum");
    }

    public void Dispose() => stream.Dispose();

    public override string ToString() => $"{Type.Name()} [{string.Join(", ", Shape)}]";

    private byte[] ReadHeader()
    {
        var prefix = new byte[Math.Min(NpyHeader.LongestPrefix, left)];
        ReadExactly(prefix);
        if (prefix.Length < NpyHeader.LongestPrefix)
            return prefix;
        var length = prefix[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix.AsSpan(8)) - 2L
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8));
        var rest = new byte[Math.Clamp(Math.Min(length, NpyHeader.LargestHeader), 0, left)];
        ReadExactly(rest);
        return [.. prefix, .. rest];
    }
}
