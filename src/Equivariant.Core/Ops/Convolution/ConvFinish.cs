namespace Equivariant;

/// <summary>What a device may do with a convolution's result y while it is at hand: relu(y · scale + shift + residual).</summary>
/// <param name="Scale">[C].</param>
/// <param name="Shift">[C].</param>
/// <param name="Residual">In the shape of the result, or null.</param>
/// <param name="Relu">Whether relu comes last.</param>
internal readonly record struct ConvFinish(Tensor Scale, Tensor Shift, Tensor? Residual, bool Relu);
