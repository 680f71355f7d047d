namespace Equivariant;

/// <summary>Where a backward rule puts the gradients of its inputs.</summary>
internal readonly struct Gradients(Tape tape, string op)
{
    /// <summary>Whether a gradient of <paramref name="input"/> is of use to anyone: ask before computing it.</summary>
    public bool Wants(Tensor? input) => input is { RequiresGrad: true };

    /// <summary>A tensor for the gradient of an input, in its shape and with undefined contents: that of a parameter lies where its
    /// optimizer wants it, so that it need not be copied there.</summary>
    public Tensor New(Tensor input) =>
        input is { Node: null, Grad: null } && input.GradientPlace?.Take() is { } place ? tape.Own(place)
        : Ops.New(input.Shape, input, op);

    /// <summary>Hands over the gradient of an input, in its shape; it is summed with those from other uses.</summary>
    public void Add(Tensor input, Tensor gradient) => tape.Accumulate(op, input, gradient);
}

/// <summary>Where an optimizer wants the gradient of a parameter.</summary>
internal interface IGradientPlace
{
    /// <summary>A tensor there, in the shape of the parameter, for the caller to own; null while the place is in use.</summary>
    Tensor? Take();
}
