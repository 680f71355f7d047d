namespace Equivariant.Formats;

/// <summary>The element types an <see cref="NdArray"/> holds, under the names NumPy gives them.</summary>
public enum ElementType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Signed byte.</summary>
    Int8,

    /// <summary>Unsigned byte.</summary>
    UInt8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>IEEE 754 half precision, <see cref="Half"/>.</summary>
    Float16,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,
}

/// <summary>Sizes and names of the element types.</summary>
public static class ElementTypes
{
    // In the order of the enumeration. Kinds as NumPy writes them: bool, signed, unsigned, floating-point.
    private static readonly (Type Type, char Kind, int Size)[] Table =
    [
        (typeof(bool), 'b', 1), (typeof(sbyte), 'i', 1), (typeof(byte), 'u', 1), (typeof(short), 'i', 2), (typeof(ushort), 'u', 2),
        (typeof(int), 'i', 4), (typeof(uint), 'u', 4), (typeof(long), 'i', 8), (typeof(ulong), 'u', 8), (typeof(Half), 'f', 2),
        (typeof(float), 'f', 4), (typeof(double), 'f', 8),
    ];

    /// <summary>The size of one element in bytes.</summary>
    public static int Size(this ElementType type) => Table[(int)type].Size;

    /// <summary>The name in lower case, as NumPy writes it: <c>float32</c>.</summary>
    public static string Name(this ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The element type that holds the values of a .NET type.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not the counterpart of an element type.</exception>
    public static ElementType Of<T>() where T : unmanaged =>
        Array.FindIndex(Table, entry => entry.Type == typeof(T)) is >= 0 and var index
            ? (ElementType)index
            : throw new NotSupportedException($"{typeof(T).Name} is no element type; use bool, an integer, Half, float or double.");

    /// <summary>NumPy's letter: b, i, u or f.</summary>
    internal static char Kind(this ElementType type) => Table[(int)type].Kind;

    /// <summary>The type of a kind and a size in bytes, null if there is none.</summary>
    internal static ElementType? Find(char kind, long size) =>
        Array.FindIndex(Table, entry => entry.Kind == kind && entry.Size == size) is >= 0 and var index ? (ElementType)index : null;
}
