using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Equivariant.Formats;

/// <summary>
/// An immutable array on the host: what a file holds, before it becomes a tensor or an image. Its elements lie in C order
/// (the last axis runs fastest), little-endian.
/// </summary>
public sealed class NdArray
{
    private readonly ReadOnlyMemory<byte> bytes;

    private NdArray(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> bytes) =>
        (Type, Shape, this.bytes) = (type, shape, bytes);

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The length of every axis; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Length;

    /// <summary>The number of elements, the product of <see cref="Shape"/>.</summary>
    public int Length => bytes.Length / Type.Size();

    /// <summary>The elements as bytes: little-endian, C order.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Makes an array from a copy of <paramref name="values"/> in C order.</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly these elements.</exception>
    public static NdArray From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged =>
        FromBytes(ElementTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values));

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{int})"/>
    public static NdArray From<T>(T[] values, params ReadOnlySpan<int> shape) where T : unmanaged =>
        From((ReadOnlySpan<T>)values, shape);

    /// <summary>Makes an array from a copy of its bytes: little-endian, in C order; a bool is the byte 0 or 1.</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly these bytes.</exception>
    public static NdArray FromBytes(ElementType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        long expected = type.Size();
        foreach (var axis in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(shape));
            expected = axis == 0 ? 0 : Math.Min(expected * axis, int.MaxValue + 1L);
        }
        if (expected != bytes.Length)
        {
            throw new ArgumentException(
                $"{type.Name()} [{string.Join(", ", shape.ToArray())}] does not hold {bytes.Length / type.Size()} values.",
                nameof(shape));
        }
        if (type == ElementType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new ArgumentException("A bool is stored as the byte 0 or 1; other bytes are there.", nameof(bytes));
        return new NdArray(type, [.. shape], bytes.ToArray());
    }

    /// <summary>Makes an array around checked bytes that nobody else will change.</summary>
    internal static NdArray Wrap(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> bytes) =>
        new(type, shape, bytes);

    /// <summary>The elements as they are, without a copy.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type)
        {
            throw new InvalidOperationException(
                $"The array {this} holds no {ElementTypes.Of<T>().Name()}; convert it with ToSingle, ToDouble or ToInt64.");
        }
        return MemoryMarshal.Cast<byte, T>(bytes.Span);
    }

    /// <summary>The elements as single-precision numbers, rounded where they must be; false is 0, true is 1.</summary>
    public float[] ToSingle() => Convert<float>();

    /// <summary>The elements as double-precision numbers, integers beyond 2⁵³ rounded; false is 0, true is 1.</summary>
    public double[] ToDouble() => Convert<double>();

    /// <summary>The elements of an array of bool or integers as 64-bit integers.</summary>
    /// <exception cref="InvalidOperationException">The elements are floating-point numbers.</exception>
    /// <exception cref="OverflowException">An element does not fit.</exception>
    public long[] ToInt64() => ConvertInteger<long>();

    /// <summary>The elements of an array of bool or integers as 32-bit integers.</summary>
    /// <inheritdoc cref="ToInt64"/>
    public int[] ToInt32() => ConvertInteger<int>();

    /// <summary>Type and shape: <c>float32 [3, 4]</c>.</summary>
    public override string ToString() => $"{Type.Name()} [{string.Join(", ", Shape)}]";

    private T[] ConvertInteger<T>() where T : unmanaged, INumberBase<T> =>
        Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64
            ? throw new InvalidOperationException($"The array {this} holds no integers; read it with ToSingle or ToDouble.")
            : Convert<T>();

    private T[] Convert<T>() where T : unmanaged, INumberBase<T>
    {
        var values = new T[Length];
        switch (Type)
        {
            case ElementType.Bool or ElementType.UInt8: To<byte, T>(values); break;
            case ElementType.Int8: To<sbyte, T>(values); break;
            case ElementType.Int16: To<short, T>(values); break;
            case ElementType.UInt16: To<ushort, T>(values); break;
            case ElementType.Int32: To<int, T>(values); break;
            case ElementType.UInt32: To<uint, T>(values); break;
            case ElementType.Int64: To<long, T>(values); break;
            case ElementType.UInt64: To<ulong, T>(values); break;
            case ElementType.Float16: To<Half, T>(values); break;
            case ElementType.Float32: To<float, T>(values); break;
            case ElementType.Float64: To<double, T>(values); break;
        }
        return values;
    }

    private void To<TFrom, T>(T[] values) where TFrom : unmanaged, INumberBase<TFrom> where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertChecked<TFrom, T>(MemoryMarshal.Cast<byte, TFrom>(bytes.Span), values);
}
