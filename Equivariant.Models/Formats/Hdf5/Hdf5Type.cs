using System.Collections.Immutable;

namespace Equivariant.Formats;

/// <summary>A data type (specification IV.A.2.d): a number, or text of fixed or variable length. Others have a name
/// only.</summary>
/// <param name="Element">The number, null for text and for what is not read.</param>
/// <param name="BigEndian">Whether numbers are stored so.</param>
/// <param name="Size">Bytes of an element in the file.</param>
/// <param name="Text">Whether it is text.</param>
/// <param name="Variable">Whether texts are in the global heap.</param>
/// <param name="Name">What it is called in errors.</param>
internal sealed record Hdf5Type(ElementType? Element, bool BigEndian, int Size, bool Text, bool Variable, string Name)
{
    private static readonly string[] Classes =
    [
        "whole numbers", "floating-point numbers", "times", "text", "bit fields", "opaque data", "compound data", "references",
        "enumerations", "variable-length data", "arrays",
    ];

    public static Hdf5Type Read(Hdf5Cursor cursor) => Read(cursor, nested: false);

    private static Hdf5Type Read(Hdf5Cursor cursor, bool nested)
    {
        var (classAndVersion, bits) = (cursor.UInt8(), cursor.UInt8());
        int kind = classAndVersion & 15, version = classAndVersion >> 4;
        cursor.Skip(2);
        var size = cursor.UInt32();
        if (version is < 1 or > 4 || kind >= Classes.Length || size == 0 || size > int.MaxValue)
            throw cursor.Space.Error($"a data type of class {kind}, version {version} and {size} bytes is damaged");
        var name = Classes[kind];
        switch (kind)
        {
            case 0:
                return new Hdf5Type(Integer(cursor, (bits & 8) != 0, size), (bits & 1) != 0, (int)size, false, false, name);
            case 1:
                return new Hdf5Type(Float(cursor, bits, size), (bits & 1) != 0, (int)size, false, false, name);
            case 3:
                return new Hdf5Type(null, false, (int)size, true, false, name);
            case 9 when (bits & 15) == 1:
                return new Hdf5Type(null, false, (int)size, true, true, "text of variable length");
            // Booleans are enumerations of bytes: the numbers behind the names.
            case 8 when !nested && Read(cursor, nested: true) is { Element: not null } basis && basis.Size == size:
                return basis;
            default:
                return new Hdf5Type(null, false, (int)size, false, false, name);
        }
    }

    private static ElementType? Integer(Hdf5Cursor cursor, bool signed, uint size)
    {
        var (offset, precision) = (cursor.UInt16(), cursor.UInt16());
        if (offset != 0 || precision != 8 * size)
            return null;
        return (size, signed) switch
        {
            (1, true) => ElementType.Int8,
            (1, false) => ElementType.UInt8,
            (2, true) => ElementType.Int16,
            (2, false) => ElementType.UInt16,
            (4, true) => ElementType.Int32,
            (4, false) => ElementType.UInt32,
            (8, true) => ElementType.Int64,
            (8, false) => ElementType.UInt64,
            _ => null,
        };
    }

    /// <summary>IEEE 754 in one of three widths, with the byte order in bit 0 alone (bit 6 is VAX).</summary>
    private static ElementType? Float(Hdf5Cursor cursor, byte bits, uint size)
    {
        var layout = (cursor.UInt16(), cursor.UInt16(), cursor.UInt8(), cursor.UInt8(), cursor.UInt8(), cursor.UInt8(),
            cursor.UInt32());
        if ((bits & 0x40) != 0)
            return null;
        return size switch
        {
            2 when layout == (0, 16, 10, 5, 0, 10, 15) => ElementType.Float16,
            4 when layout == (0, 32, 23, 8, 0, 23, 127) => ElementType.Float32,
            8 when layout == (0, 64, 52, 11, 0, 52, 1023) => ElementType.Float64,
            _ => null,
        };
    }

    /// <summary>An array of numbers from their bytes as they are stored, which are turned round in place.</summary>
    public NdArray Decode(byte[] bytes, ImmutableArray<int> shape)
    {
        if (BigEndian)
            ByteOrder.Reverse(bytes, Size);
        return NdArray.Wrap(Element!.Value, shape, bytes);
    }
}
