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
internal interface IKernel<TArgs> where TArgs : unmanaged
{
    /// <summary>Does the work of index <paramref name="i"/>, in float or double.</summary>
    static abstract void Run<T, TReal, TIndex>(int i, in TArgs args, in Buffers<TReal, TIndex> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
        where TIndex : struct, IIndexBuffer;
}

/// <summary>Arguments of a kernel that needs none.</summary>
internal readonly struct NoArgs;

/// <summary>A device's view of a buffer of real numbers, not bounds-checked; also converts constants to the element type, which
/// ILGPU cannot do generically.</summary>
internal interface IRealBuffer<T> where T : unmanaged
{
    T this[int index] { get; set; }

    static abstract T Of(double value);

    static abstract T Of(int value);

    /// <summary>The integer part, towards zero; the value must fit.</summary>
    static abstract int ToInt(T value);
}

/// <summary>A device's view of a buffer of 32-bit integers, not bounds-checked.</summary>
internal interface IIndexBuffer
{
    int this[int index] { get; set; }
}

/// <summary>What a kernel body works on. <c>Y</c> and <c>Y2</c> are written, <c>A</c> to <c>F</c> read,
/// <c>I</c> and <c>J</c> hold integers.</summary>
internal struct Buffers<TReal, TIndex>
    where TReal : struct
    where TIndex : struct
{
    public TReal Y, Y2, A, B, C, D, E, F;
    public TIndex I, J;
}

/// <summary>The tensors of a launch, named as in <see cref="Buffers{TReal,TIndex}"/>; those left out stay null. The element type
/// of <c>Y</c> is the element type of the launch.</summary>
internal readonly struct Operands
{
    public required Tensor Y { get; init; }

    public Tensor? Y2 { get; init; }

    public Tensor? A { get; init; }

    public Tensor? B { get; init; }

    public Tensor? C { get; init; }

    public Tensor? D { get; init; }

    public Tensor? E { get; init; }

    public Tensor? F { get; init; }

    public Tensor? I { get; init; }

    public Tensor? J { get; init; }

    /// <summary>To be called behind every launch: notes that the results were written, and holds all tensors until then, since
    /// kernels see addresses only and the garbage collector may free a tensor that nobody else holds.</summary>
    public void Completed()
    {
        Y.Storage.MarkWritten();
        Y2?.Storage.MarkWritten();
        foreach (var tensor in (ReadOnlySpan<Tensor?>)[Y, Y2, A, B, C, D, E, F, I, J])
            GC.KeepAlive(tensor);
    }

    /// <summary>A device's views of the tensors.</summary>
    public Buffers<TReal, TIndex> Views<TReal, TIndex>(Func<Tensor?, TReal> real, Func<Tensor?, TIndex> index)
        where TReal : struct
        where TIndex : struct => new()
        {
            Y = real(Y), Y2 = real(Y2), A = real(A), B = real(B), C = real(C), D = real(D), E = real(E), F = real(F),
            I = index(I), J = index(J),
        };
}
