namespace Equivariant;

/// <summary>Element type of a tensor.</summary>
public enum DType
{
    /// <summary>IEEE 754 single precision: the type of training and of the tuned kernels.</summary>
    Float32,

    /// <summary>IEEE 754 double precision: runs on the plain kernel bodies, for gradient checks.</summary>
    Float64,

    /// <summary>32-bit integers: class labels and index tables; no arithmetic.</summary>
    Int32,
}

/// <summary>What follows from an element type.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type == DType.Float64 ? 8 : 4;

    /// <summary>Whether the type holds real numbers, so that gradients exist.</summary>
    public static bool IsReal(this DType type) => type != DType.Int32;

    /// <summary>The element type that holds <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not float, double or int.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : throw new NotSupportedException($"Tensors hold float, double or int, not {typeof(T).Name}.");
}
