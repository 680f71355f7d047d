using System.Collections.Immutable;
using PureHDF;

namespace Equivariant.Formats;

/// <summary>The types of HDF5 that are read: whole numbers, IEEE floating-point numbers, enumerations as their numbers, texts.</summary>
internal static class Hdf5Type
{
    /// <summary>The element type of numbers, null for everything else.</summary>
    public static ElementType? Number(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.Enumerated, _) when type.Enumeration.BaseType is { Class: H5DataTypeClass.FixedPoint } number =>
            Number(number),
        (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? ElementType.Int8 : ElementType.UInt8,
        (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? ElementType.Int16 : ElementType.UInt16,
        (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? ElementType.Int32 : ElementType.UInt32,
        (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? ElementType.Int64 : ElementType.UInt64,
        (H5DataTypeClass.FloatingPoint, 2) => ElementType.Float16,
        (H5DataTypeClass.FloatingPoint, 4) => ElementType.Float32,
        (H5DataTypeClass.FloatingPoint, 8) => ElementType.Float64,
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
}
