namespace Equivariant;

/// <summary>The tensors of a launch, named as the body names its <see cref="Buffers{TReal,TIndex}"/>;
/// those left out stay null.</summary>
public readonly struct Operands
{
    /// <summary>First result; its element type is the element type of the launch.</summary>
    public required Tensor Y { get; init; }

    /// <summary>Second result.</summary>
    public Tensor? Y2 { get; init; }

    /// <summary>First operand.</summary>
    public Tensor? A { get; init; }

    /// <summary>Second operand.</summary>
    public Tensor? B { get; init; }

    /// <summary>Third operand.</summary>
    public Tensor? C { get; init; }

    /// <summary>Fourth operand.</summary>
    public Tensor? D { get; init; }

    /// <summary>Fifth operand.</summary>
    public Tensor? E { get; init; }

    /// <summary>Sixth operand.</summary>
    public Tensor? F { get; init; }

    /// <summary>First integer buffer (<see cref="DType.Int32"/>).</summary>
    public Tensor? I { get; init; }

    /// <summary>Second integer buffer (<see cref="DType.Int32"/>).</summary>
    public Tensor? J { get; init; }

    /// <summary>Kernels see addresses only: without this the garbage collector may free a tensor that nobody else holds while they
    /// run.</summary>
    internal void KeepAlive()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor?>)[Y, Y2, A, B, C, D, E, F, I, J])
            GC.KeepAlive(tensor);
    }
}
