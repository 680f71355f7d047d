namespace Equivariant.Formats;

/// <summary>The address space of an HDF5 file: its bytes behind the user block, and the widths of addresses and
/// lengths.</summary>
internal sealed class Hdf5Space(FileBytes file, long origin, int offsetSize, int lengthSize)
{
    /// <summary>The address that stands for 'nowhere'.</summary>
    public const long Undefined = -1;

    public string Path => file.Path;

    public int OffsetSize => offsetSize;

    public int LengthSize => lengthSize;

    public long Length => file.Length - origin;

    public void Check(long address, long count)
    {
        if (address == Undefined)
            throw Error("it refers to something that was never stored");
        file.Check(origin + address, count);
    }

    public byte[] Read(long address, long count)
    {
        Check(address, count);
        return file.Read(origin + address, count);
    }

    public void Read(long address, Span<byte> bytes)
    {
        Check(address, bytes.Length);
        file.Read(origin + address, bytes);
    }

    public ulong UInt(long address, int size) => file.ReadUInt(origin + address, size);

    public FileFormatException Error(string reason) => new(file.Path, reason);

    /// <summary>An error for what the format has and this reader does not.</summary>
    public FileFormatException Unsupported(string what) => new(file.Path, $"it uses {what}, which this reader does not know");
}
