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

    public void DropGradient()
    {
        Gradient?.Dispose();
        Gradient = null;
    }
}

/// <summary>Where a backward rule puts the gradients of its inputs.</summary>
internal readonly struct Gradients(Tape tape, string op)
{
    /// <summary>Whether a gradient of <paramref name="input"/> is of use to anyone: ask before computing it.</summary>
    public bool Wants(Tensor? input) => input is { RequiresGrad: true };

    /// <summary>A tensor for the gradient of an input, in its shape, contents undefined: that of a parameter lies where its
    /// optimizer wants it, so that it need not be copied there.</summary>
    public Tensor New(Tensor input) =>
        input is { GradFn: null, Grad: null } && input.GradientBuffer?.Take() is { } buffer ? tape.Own(buffer)
        : Tape.New(op, input.Shape, input.DType, input.Device);

    /// <summary>Hands over the gradient of an input, in its shape; it is summed with those from other uses.</summary>
    public void Add(Tensor input, Tensor gradient) => tape.Accumulate(op, input, gradient);
}
