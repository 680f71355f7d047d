using System.Buffers.Binary;
using System.Text;

namespace Equivariant.Formats;

/// <summary>What the head of a .npy file says about the array behind it.</summary>
internal sealed record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, long[] Shape, int DataOffset)
{
    private const int LargestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads magic, version, length and dictionary.</summary>
    public static NpyHeader Decode(ReadOnlySpan<byte> file, string path, string what)
    {
        if (file.Length < 10 || !file.StartsWith(Magic))
            throw Fail("is not in NumPy's format: it does not begin with \\x93NUMPY");
        var (major, minor) = (file[6], file[7]);
        if (major is 0 or > 3 || minor != 0)
            throw Fail($"is of version {major}.{minor} of NumPy's format; 1.0, 2.0 and 3.0 are known");
        var start = major == 1 ? 10 : 12;
        if (file.Length < start)
            throw Fail("ends inside its header");
        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > file.Length - start)
            throw Fail($"announces a header of {length} bytes; {file.Length - start} follow");
        if (length > LargestHeader)
            throw Fail($"has a header of {length} bytes, more than {LargestHeader}");

        var dictionary = NpyDictionary.Parse(file.Slice(start, (int)length), Fail);
        var (type, bigEndian) = ParseType(dictionary.Descr)
            ?? throw Fail($"holds elements of the unknown or unsupported type '{dictionary.Descr}'");
        return new NpyHeader(type, bigEndian, dictionary.FortranOrder, dictionary.Shape, start + (int)length);

        FileFormatException Fail(string reason) => new(path, $"{what} {reason}");
    }

    /// <summary>The head of a file of version 1, padded so that the data begin at a multiple of 64.</summary>
    public static byte[] Encode(ElementType type, ReadOnlySpan<int> axes)
    {
        var kind = type switch
        {
            ElementType.Bool => "b",
            ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 => "u",
            ElementType.Float16 or ElementType.Float32 or ElementType.Float64 => "f",
            _ => "i",
        };
        var size = type.Size();
        var shape = axes.Length == 1 ? $"{axes[0]}," : string.Join(", ", axes.ToArray());
        var text = $"{{'descr': '{(size == 1 ? '|' : '<')}{kind}{size}', 'fortran_order': False, 'shape': ({shape}), }}";

        const int prefix = 10, newline = 1, alignment = 64;
        var total = (prefix + text.Length + newline + alignment - 1) / alignment * alignment;
        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prefix));
        Encoding.ASCII.GetBytes(text, header.AsSpan(prefix));
        header[^1] = (byte)'\n';
        return header;
    }

    private static (ElementType Type, bool BigEndian)? ParseType(string descr)
    {
        if (descr.Length != 3)
            return null;
        ElementType? type = descr[1..] switch
        {
            "b1" => ElementType.Bool,
            "i1" => ElementType.Int8,
            "u1" => ElementType.UInt8,
            "i2" => ElementType.Int16,
            "u2" => ElementType.UInt16,
            "i4" => ElementType.Int32,
            "u4" => ElementType.UInt32,
            "i8" => ElementType.Int64,
            "u8" => ElementType.UInt64,
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            _ => null,
        };
        // '|' says that byte order does not matter, '=' that it is the writer's, which nearly always is little-endian.
        var known = descr[0] is '<' or '>' or '=' || (descr[0] == '|' && type?.Size() == 1);
        return type is { } found && known ? (found, descr[0] == '>') : null;
    }
}
