namespace Equivariant;

/// <summary>What a tensor keeps of the op that made it: the way back to the gradients of the op's inputs.</summary>
internal interface IGradFn
{
    /// <summary>The op, as its method is named.</summary>
    string Op { get; }
}

/// <summary>Memory in which an optimizer wants the gradient of a parameter.</summary>
internal interface IGradientBuffer
{
    /// <summary>A tensor over it, in the shape of the parameter, for the caller to own; null while it is in use.</summary>
    Tensor? Take();
}
