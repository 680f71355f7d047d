using System.Collections.Immutable;

namespace Equivariant.Formats;

/// <summary>Checks shapes that a file announces.</summary>
internal static class ArrayShape
{
    private const int MaximumRank = 32;

    /// <summary>Checks that an array of this type and shape takes exactly the bytes that are there.</summary>
    /// <exception cref="FileFormatException">An axis or the rank is out of range, or the sizes differ.</exception>
    public static ImmutableArray<int> Check(ElementType type, ReadOnlySpan<long> axes, long available, string path, string what)
    {
        if (axes.Length > MaximumRank)
            throw new FileFormatException(path, $"{what} has {axes.Length} axes, more than {MaximumRank}");
        Int128 needed = type.Size();
        foreach (var axis in axes)
        {
            if (axis is < 0 or > int.MaxValue)
                throw new FileFormatException(path, $"{what} has an axis of length {axis}, outside 0…{int.MaxValue}");
            // Beyond what any file holds the exact size does not matter: stop before it overflows.
            needed = axis == 0 ? 0 : Int128.Min(needed * axis, (Int128)1 << 80);
        }
        if (needed != available)
        {
            throw new FileFormatException(path,
                $"{what}, {type.Name()} [{string.Join(", ", axes.ToArray())}], does not fit the {available} bytes of data");
        }
        return [.. axes.ToArray().Select(a => (int)a)];
    }

    /// <summary>Refuses what .NET cannot hold in one array of bytes.</summary>
    public static void CheckFitsOneArray(long length, string path, string what)
    {
        if (length > Array.MaxLength)
            throw new FileFormatException(path, $"{what} holds {length} bytes, more than the 2 GiB that one array can");
    }

    /// <summary>Makes an array of bytes that fit its checked shape; a bool must be 0 or 1.</summary>
    public static NdArray Wrap(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> bytes, string path, string what)
    {
        if (type == ElementType.Bool && bytes.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new FileFormatException(path, $"{what} is of bool but holds bytes other than 0 and 1");
        return NdArray.Wrap(type, shape, bytes);
    }
}
