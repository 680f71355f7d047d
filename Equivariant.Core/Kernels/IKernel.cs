namespace Equivariant;

/// <summary>
/// The body of a kernel: what is done for one index, written once for every device. A managed loop runs it on the CPU; ILGPU
/// compiles the same method to CUDA and OpenCL.
/// </summary>
/// <remarks>
/// Bodies gather: index <c>i</c> alone writes what belongs to <c>i</c>, so results never depend on the order of execution.
/// They hold no ILGPU type, throw nothing, allocate nothing, and read shapes from <typeparamref name="TArgs"/>. Copy the
/// buffers you use in a loop into locals first, so that the compiler keeps them in registers.
/// </remarks>
/// <typeparam name="TArgs">Shapes and constants: a struct of numbers, passed by value to the device.</typeparam>
public interface IKernel<TArgs> where TArgs : unmanaged
{
    /// <summary>Does the work of index <paramref name="i"/>.</summary>
    /// <typeparam name="T">Element type: float or double.</typeparam>
    /// <typeparam name="TReal">The device's view of a buffer of <typeparamref name="T"/>.</typeparam>
    /// <typeparam name="TIndex">The device's view of a buffer of 32-bit integers.</typeparam>
    static abstract void Run<T, TReal, TIndex>(int i, in TArgs args, in Buffers<TReal, TIndex> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
        where TIndex : struct, IIndexBuffer;
}

/// <summary>Arguments of a kernel that needs none.</summary>
public readonly struct NoArgs;

/// <summary>A buffer of real numbers as a kernel body sees it.</summary>
public interface IRealBuffer<T> where T : unmanaged
{
    /// <summary>The element at an index; not bounds-checked.</summary>
    T this[int index] { get; set; }

    /// <summary>A constant in the element type.</summary>
    static abstract T Of(double value);

    /// <summary>An integer in the element type.</summary>
    static abstract T Of(int value);

    /// <summary>The integer part, towards zero; the value must fit.</summary>
    static abstract int ToInt(T value);
}

/// <summary>A buffer of 32-bit integers as a kernel body sees it.</summary>
public interface IIndexBuffer
{
    /// <summary>The element at an index; not bounds-checked.</summary>
    int this[int index] { get; set; }
}

/// <summary>What a kernel body works on. <c>Y</c> and <c>Y2</c> are written, <c>A</c> to <c>F</c> read,
/// <c>I</c> and <c>J</c> hold integers.</summary>
/// <typeparam name="TReal">Buffer of real numbers.</typeparam>
/// <typeparam name="TIndex">Buffer of integers.</typeparam>
public struct Buffers<TReal, TIndex>
    where TReal : struct
    where TIndex : struct
{
    /// <summary>First result.</summary>
    public TReal Y;

    /// <summary>Second result.</summary>
    public TReal Y2;

    /// <summary>First operand.</summary>
    public TReal A;

    /// <summary>Second operand.</summary>
    public TReal B;

    /// <summary>Third operand.</summary>
    public TReal C;

    /// <summary>Fourth operand.</summary>
    public TReal D;

    /// <summary>Fifth operand.</summary>
    public TReal E;

    /// <summary>Sixth operand.</summary>
    public TReal F;

    /// <summary>First integer buffer.</summary>
    public TIndex I;

    /// <summary>Second integer buffer.</summary>
    public TIndex J;
}
