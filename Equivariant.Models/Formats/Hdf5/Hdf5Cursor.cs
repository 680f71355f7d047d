using System.Text;

namespace Equivariant.Formats;

/// <summary>Reads the fields of an HDF5 structure one after the other, within its bounds.</summary>
internal sealed class Hdf5Cursor
{
    private readonly long start, end;

    /// <summary>A cursor.</summary>
    /// <param name="space">The file.</param>
    /// <param name="start">Where to begin, as an address of the file format.</param>
    /// <param name="length">Bytes that may be read; null: to the end of the file.</param>
    public Hdf5Cursor(Hdf5Space space, long start, long? length = null)
    {
        space.Check(start, length ?? 0);
        (Space, this.start, At) = (space, start, start);
        end = length is { } bytes ? start + bytes : space.Length;
    }

    /// <summary>The file.</summary>
    public Hdf5Space Space { get; }

    /// <summary>The address of the next byte.</summary>
    public long At { get; private set; }

    /// <summary>Bytes left.</summary>
    public long Left => end - At;

    public byte UInt8() => (byte)UInt(1);

    public ushort UInt16() => (ushort)UInt(2);

    public uint UInt32() => (uint)UInt(4);

    /// <summary>A number of 1 to 8 bytes that counts something: at most long.MaxValue.</summary>
    public long Count(int size)
    {
        var value = UInt(size);
        return value <= long.MaxValue ? (long)value : throw Space.Error($"a number at {At - size} is out of range");
    }

    /// <summary>A size or count as wide as the file says.</summary>
    public long Length() => Count(Space.LengthSize);

    /// <summary>An address, or <see cref="Hdf5Space.Undefined"/>.</summary>
    public long Address()
    {
        var value = UInt(Space.OffsetSize);
        if (value == ulong.MaxValue >> (64 - (8 * Space.OffsetSize)))
            return Hdf5Space.Undefined;
        return value <= (ulong)Space.Length
            ? (long)value
            : throw Space.Error($"the address {value} lies beyond its end");
    }

    public byte[] Bytes(long count)
    {
        Take(count);
        return Space.Read(At - count, count);
    }

    public void Skip(long count) => Take(count);

    /// <summary>Goes on at the next multiple of eight bytes from the beginning.</summary>
    public void Align() => Take((8 - ((At - start) & 7)) & 7);

    /// <summary>UTF-8 text of so many bytes, up to a zero.</summary>
    public string Text(long count)
    {
        var bytes = Bytes(count);
        var zero = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, zero < 0 ? bytes.Length : zero);
    }

    /// <summary>UTF-8 text up to a zero, which must be there.</summary>
    public string TextToZero()
    {
        var bytes = new List<byte>();
        for (var next = UInt8(); next != 0; next = UInt8())
            bytes.Add(next);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Refuses anything but these four letters.</summary>
    public void Signature(string letters)
    {
        var found = Encoding.Latin1.GetString(Bytes(4));
        if (found != letters)
            throw Space.Error($"the signature {letters} is missing at {At - 4}");
    }

    /// <summary>Refuses any other version.</summary>
    public void Version(int expected, string what)
    {
        var version = UInt8();
        if (version != expected)
            throw Space.Error($"{what} has the version {version}; {expected} is read");
    }

    /// <summary>Reads the checksum of everything from the beginning to here, and compares.</summary>
    public void Checksum(string what)
    {
        var length = At - start;
        if (UInt32() != Lookup3.Of(Space.Read(start, length)))
            throw Space.Error($"{what} does not match its checksum");
    }

    /// <summary>A part of what is left, with a cursor of its own.</summary>
    public Hdf5Cursor Part(long length)
    {
        Take(length);
        return new Hdf5Cursor(Space, At - length, length);
    }

    private ulong UInt(int size)
    {
        Take(size);
        return Space.UInt(At - size, size);
    }

    private void Take(long count)
    {
        if (count < 0 || count > Left)
            throw Space.Error($"a structure at {start} ends within a field");
        At += count;
    }
}
