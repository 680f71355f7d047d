namespace Equivariant;

/// <summary>How an op turns the gradient of its result into gradients of its inputs.</summary>
/// <param name="dy">Gradient of the result, in its shape.</param>
/// <param name="gradients">Takes the gradients of the inputs.</param>
internal delegate void BackwardRule(Tensor dy, Gradients gradients);

/// <summary>One op on a tape and its way back.</summary>
internal sealed class Node(string op, BackwardRule backward)
{
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
