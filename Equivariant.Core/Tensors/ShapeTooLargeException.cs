namespace Equivariant;

/// <summary>A tensor, or what a kernel would have to index, is beyond 32 bits. Thrown before any memory is asked for.</summary>
public sealed class ShapeTooLargeException : ShapeException
{
    /// <summary>The largest number that kernels can index.</summary>
    internal const int MostElements = int.MaxValue;

    internal ShapeTooLargeException(string op, string what, long elements, int elementSize)
        : base($"{op}: {what} has {elements:N0} elements ({elements * (Int128)elementSize:N0} bytes), kernels index at most "
            + $"{MostElements:N0}; use a smaller batch or input, or split it.") =>
        (Op, Elements, Bytes) = (op, elements, (long)Int128.Min(long.MaxValue, elements * (Int128)elementSize));

    /// <summary>The op that would have needed it.</summary>
    public string Op { get; }

    /// <summary>Number of elements.</summary>
    public long Elements { get; }

    /// <summary>How many bytes they would have taken.</summary>
    public long Bytes { get; }
}
