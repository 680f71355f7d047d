namespace Equivariant;

/// <summary>How an op turns the gradient of its result into gradients of its inputs.</summary>
/// <param name="dy">Gradient of the result, in its shape.</param>
/// <param name="gradients">Takes the gradients of the inputs.</param>
internal delegate void BackwardRule(Tensor dy, Gradients gradients);

/// <summary>One op on a tape and its way back.</summary>
internal sealed class Node(Tape tape, string op, BackwardRule backward)
{
    /// <summary>The tape that holds it.</summary>
    public Tape Tape => tape;

    /// <summary><see cref="Storage.Changes"/> when the op was recorded.</summary>
    public long Recorded { get; } = Storage.Changes;

    public string Op => op;

    public BackwardRule Backward => backward;

    /// <summary>Sum of the gradients that arrived so far.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Frees the sum, if there is one.</summary>
    public void DropGradient()
    {
        Gradient?.Dispose();
        Gradient = null;
    }
}
