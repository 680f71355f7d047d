namespace Equivariant.Autograd;

/// <summary>Where a backward rule puts the gradients of its inputs.</summary>
internal readonly struct Gradients(Tape tape, string op)
{
    /// <summary>Whether a gradient of <paramref name="input"/> is of use to anyone: ask before computing it.</summary>
    public bool Wants(Tensor? input) => input is { RequiresGrad: true };

    /// <summary>Hands over the gradient of an input, in its shape; it is summed with those from other uses.</summary>
    public void Add(Tensor input, Tensor gradient) => tape.Accumulate(op, input, gradient);
}
