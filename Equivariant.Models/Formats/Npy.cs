using System.Collections.Immutable;

namespace Equivariant.Formats;

/// <summary>NumPy's format for one array (.npy): versions 1 to 3, both byte orders, C and Fortran order.</summary>
public static class Npy
{
    private const string What = "the array";

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or no array of numbers or bool.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NdArray Read(string path) => Decode(SourceFile.ReadAll(path), path, What);

    /// <summary>Reads an array from the bytes of a file.</summary>
    /// <exception cref="FileFormatException">They are damaged, or no array of numbers or bool.</exception>
    public static NdArray Read(ReadOnlySpan<byte> bytes, string name = "array in memory") => Decode(bytes.ToArray(), name, What);

    /// <summary>Writes a file: version 1, little-endian, C order.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NdArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes the contents of a file to a stream.</summary>
    public static void Write(Stream stream, NdArray array)
    {
        stream.Write(NpyHeader.Encode(array.Type, array.Shape.AsSpan()));
        stream.Write(array.Bytes);
    }

    /// <summary>Writes an array that may be larger than memory: its elements, little-endian, in C order, in pieces of any
    /// size.</summary>
    /// <exception cref="ArgumentException">The parts have more or fewer bytes than the shape needs.</exception>
    internal static void WriteParts(
        Stream stream, ElementType type, ReadOnlySpan<int> shape, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        Int128 left = type.Size();
        foreach (var axis in shape)
            left *= axis;
        stream.Write(NpyHeader.Encode(type, shape));
        foreach (var part in parts)
        {
            left -= part.Length;
            stream.Write(part.Span);
        }
        if (left != 0)
        {
            throw new ArgumentException(
                $"The parts have {Int128.Abs(left)} bytes too {(left > 0 ? "few" : "many")} for their shape.", nameof(parts));
        }
    }

    /// <summary>Reads an array from the bytes of a file, which become part of it and must not change later.</summary>
    internal static NdArray Decode(byte[] file, string path, string what)
    {
        var header = NpyHeader.Decode(file, path, what);
        var data = file.AsMemory(header.DataOffset);
        var shape = ArrayShape.Check(header.Type, header.Shape, data.Length, path, what);
        var size = header.Type.Size();
        // Headers are padded, so that the data begin at a multiple of 64; the odd one that is not needs a copy to be aligned.
        if (header.DataOffset % size != 0)
            data = data.ToArray();
        if (header.BigEndian)
            ByteOrder.Reverse(data.Span, size);
        if (header.FortranOrder && shape.Length > 1)
            data = ToCOrder(data.Span, shape, size);
        return ArrayShape.Wrap(header.Type, shape, data, path, what);
    }

    private static byte[] ToCOrder(ReadOnlySpan<byte> fortran, ImmutableArray<int> shape, int size)
    {
        var strides = new long[shape.Length];
        long stride = size;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        var result = new byte[fortran.Length];
        var index = new int[shape.Length];
        long from = 0;
        for (var to = 0; to < result.Length; to += size)
        {
            fortran.Slice((int)from, size).CopyTo(result.AsSpan(to));
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return result;
    }
}
