using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Equivariant.Formats;

/// <summary>
/// The bytes of a file at any place, mapped into memory or held in it. Every read is checked against the length; several threads may
/// read.
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

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
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
    /// <exception cref="FileFormatException">The file ends before.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        Check(offset, bytes.Length);
        if (held is not null)
            held.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
        else if (bytes.Length > 0)
            view!.SafeMemoryMappedViewHandle.ReadSpan((ulong)(offset + view.PointerOffset), bytes);
    }

    /// <summary>A copy of some bytes. Nothing is allocated before they are known to be there.</summary>
    /// <exception cref="FileFormatException">The file ends before.</exception>
    public byte[] Read(long offset, long count)
    {
        Check(offset, count);
        ArrayShape.CheckFitsOneArray(count, Path, "a block");
        var bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>An unsigned little-endian number of 1 to 8 bytes.</summary>
    /// <exception cref="FileFormatException">The file ends before.</exception>
    public ulong ReadUInt(long offset, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        Read(offset, bytes[..size]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Refuses places beyond the end.</summary>
    /// <exception cref="FileFormatException">The file ends before.</exception>
    public void Check(long offset, long count)
    {
        if (offset < 0 || count < 0 || count > Length || offset > Length - count)
            throw new FileFormatException(Path, $"it has {Length} bytes and refers to {count} at {offset}: it is cut or damaged");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        view?.Dispose();
        file?.Dispose();
    }
}
