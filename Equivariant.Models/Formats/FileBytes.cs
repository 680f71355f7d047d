using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Equivariant.Formats;

/// <summary>
/// The bytes of a file at any place, mapped into memory or held in it. Every read is checked against the length; several threads
/// may read.
/// </summary>
internal sealed class FileBytes : IDisposable
{
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte[]? held;

    private FileBytes(string path, long length, MemoryMappedFile? file, byte[]? held)
    {
        (Path, Length, this.file, this.held) = (path, length, file, held);
        view = file?.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
    }

    /// <summary>The file, or what to call the bytes.</summary>
    public string Path { get; }

    public long Length { get; }

    public static FileBytes Map(string path)
    {
        var stream = SourceFile.Open(path);
        // Nothing can be mapped of an empty file.
        if (stream.Length == 0)
        {
            stream.Dispose();
            return Of([], path);
        }
        return new FileBytes(path, stream.Length, MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false), null);
    }

    /// <summary>Bytes in memory, which must not change.</summary>
    public static FileBytes Of(byte[] bytes, string name) => new(name, bytes.Length, null, bytes);

    /// <summary>Fills a span from a place in the file.</summary>
    public void Read(long offset, Span<byte> bytes)
    {
        Check(offset, bytes.Length);
        if (held is not null)
            held.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
        else if (bytes.Length > 0)
            view!.SafeMemoryMappedViewHandle.ReadSpan((ulong)(offset + view.PointerOffset), bytes);
    }

    /// <summary>A stream of all bytes, with a position of its own.</summary>
    public Stream OpenStream() =>
        held is not null ? new MemoryStream(held) : file!.CreateViewStream(0, Length, MemoryMappedFileAccess.Read);

    /// <summary>A copy of some bytes. Nothing is allocated before they are known to be there.</summary>
    public byte[] Read(long offset, long count)
    {
        Check(offset, count);
        ArrayShape.CheckFitsOneArray(count, Path, "a block");
        var bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>An unsigned little-endian number of 1 to 8 bytes.</summary>
    public ulong ReadUInt(long offset, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        Read(offset, bytes[..size]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Such a number as a length or place; one beyond any file is as good as the largest.</summary>
    public long ReadLength(long offset, int size) => (long)Math.Min(ReadUInt(offset, size), long.MaxValue / 4);

    /// <summary>Refuses places beyond the end.</summary>
    public void Check(long offset, long count)
    {
        if (offset < 0 || count < 0 || count > Length || offset > Length - count)
            throw new FileFormatException(Path, $"it has {Length} bytes and refers to {count} at {offset}: it is cut or damaged");
    }

    public void Dispose()
    {
        view?.Dispose();
        file?.Dispose();
    }
}
