using System.Buffers.Binary;
using System.IO.Compression;

namespace Equivariant.Formats;

/// <summary>
/// The IDX format of MNIST: a magic number, the axes, and big-endian elements; plain or in gzip (one member or several).
/// </summary>
internal static class Idx
{
    private const int LargestHeader = 4 + 4 * byte.MaxValue;

    /// <summary>Reads a file; gzip is recognised by its first bytes, not by the name.</summary>
    /// <exception cref="FileFormatException">The file is damaged or of another format.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NdArray Read(string path) => Read(SourceFile.ReadAll(path), path);

    public static NdArray Read(byte[] file, string path = "array in memory")
    {
        if (!file.AsSpan().StartsWith<byte>([0x1F, 0x8B]))
            return Decode(new MemoryStream(file, writable: false), file.Length, compressed: false, path);
        try
        {
            using var gzip = new GZipStream(new PaddedStream(file), CompressionMode.Decompress);
            return Decode(gzip, file.Length, compressed: true, path);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(path, $"its gzip data are cut or damaged ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static NdArray Decode(Stream stream, int fileLength, bool compressed, string path)
    {
        Span<byte> header = stackalloc byte[LargestHeader];
        Fill(stream, header[..4], path);
        if (header[0] != 0 || header[1] != 0)
            throw new FileFormatException(path, "it is not in the IDX format: it does not begin with two zero bytes");
        var type = TypeOf(header[2]) ?? throw new FileFormatException(path, $"its element type 0x{header[2]:X2} is unknown");
        int rank = header[3];
        if (rank == 0)
            throw new FileFormatException(path, "it has no axes");
        Fill(stream, header.Slice(4, 4 * rank), path);

        var axes = new long[rank];
        Int128 size = type.Size();
        for (var axis = 0; axis < rank; axis++)
        {
            axes[axis] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * axis)..]);
            size = Int128.Min(size * axes[axis], long.MaxValue);
        }
        var available = compressed ? (long)size : fileLength - 4 - 4 * rank;
        var shape = ArrayShape.Check(type, axes, available, path, "the array");
        var bytes = BoundedRead.ToEnd(stream, available, fileLength, path, "the array");
        ByteOrder.Reverse(bytes, type.Size());
        return ArrayShape.Wrap(type, shape, bytes, path, "the array");
    }

    private static void Fill(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new FileFormatException(path, "it ends inside its header");
    }

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.UInt8,
        0x09 => ElementType.Int8,
        0x0B => ElementType.Int16,
        0x0C => ElementType.Int32,
        0x0D => ElementType.Float32,
        0x0E => ElementType.Float64,
        _ => null,
    };
}
