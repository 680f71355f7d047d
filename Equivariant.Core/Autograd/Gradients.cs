namespace Equivariant;

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
