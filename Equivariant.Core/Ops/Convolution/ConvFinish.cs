namespace Equivariant;

/// <summary>What becomes of a convolution's result y where nothing is recorded: relu(y · scale + shift + residual). A device may
/// do it while the result is at hand.</summary>
/// <param name="Scale">[C].</param>
/// <param name="Shift">[C].</param>
/// <param name="Residual">In the shape of the result, or null.</param>
/// <param name="Relu">Whether relu comes last.</param>
internal sealed record ConvFinish(Tensor Scale, Tensor Shift, Tensor? Residual, bool Relu);
