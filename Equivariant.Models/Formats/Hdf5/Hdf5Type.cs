using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PureHDF;

namespace Equivariant.Formats;

/// <summary>The types of HDF5 that are read: whole numbers, IEEE floating-point numbers, enumerations as their numbers,
/// texts.</summary>
internal static class Hdf5Type
{
    public delegate void Reader<T>(Span<T> values);

    /// <summary>The element type of numbers, null for everything else.</summary>
    public static ElementType? Number(IH5DataType type) => type.Class switch
    {
        H5DataTypeClass.Enumerated when type.Enumeration.BaseType is { Class: H5DataTypeClass.FixedPoint } number => Number(number),
        H5DataTypeClass.FixedPoint => ElementTypes.Find(type.FixedPoint.IsSigned ? 'i' : 'u', type.Size),
        H5DataTypeClass.FloatingPoint => ElementTypes.Find('f', type.Size),
        _ => null,
    };

    /// <summary>Whether it is text, of fixed or variable length.</summary>
    public static bool IsText(IH5DataType type) => type.Class == H5DataTypeClass.String
        || (type.Class == H5DataTypeClass.VariableLength && type.VariableLength.BaseType.Size == 1);

    /// <summary>The length of every axis.</summary>
    /// <exception cref="FileFormatException">One is out of range, or there is no value at all.</exception>
    public static ImmutableArray<int> Extents(IH5Dataspace space, string path, string what)
    {
        if (space.Type == H5DataspaceType.Null)
            throw new FileFormatException(path, $"{what} holds no value (a null data space)");
        var axes = space.Type == H5DataspaceType.Scalar ? [] : space.Dimensions;
        return axes.All(axis => axis <= int.MaxValue)
            ? [.. axes.Select(axis => (int)axis)]
            : throw new FileFormatException(path, $"{what} has an axis longer than {int.MaxValue}");
    }

    /// <summary>The size of an array in bytes; one beyond any length is as good as the largest.</summary>
    public static long Size(IEnumerable<int> extents, int element) =>
        (long)extents.Aggregate((Int128)element, (size, extent) => Int128.Min(size * extent, long.MaxValue));

    /// <summary>Reads numbers of 1, 2, 4 or 8 bytes.</summary>
    public static NdArray Read(ElementType type, ImmutableArray<int> shape,
        Reader<byte> read1, Reader<ushort> read2, Reader<uint> read4, Reader<ulong> read8)
    {
        var bytes = new byte[Size(shape, type.Size())];
        if (bytes.Length == 0)
            return NdArray.Wrap(type, shape, bytes);
        switch (type.Size())
        {
            case 1: read1(bytes); break;
            case 2: read2(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())); break;
            case 4: read4(MemoryMarshal.Cast<byte, uint>(bytes.AsSpan())); break;
            default: read8(MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan())); break;
        }
        return NdArray.Wrap(type, shape, bytes);
    }
}
