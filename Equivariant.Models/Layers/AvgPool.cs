namespace Equivariant.Layers;

/// <summary>Mean over a moving window; PyTorch's AvgPool. Commutes with every turn when the size rule holds.</summary>
/// <param name="kernelSize">Window an axis.</param>
/// <param name="stride">Step an axis; the window if null.</param>
/// <param name="padding">Zeros on every side.</param>
/// <param name="ceilMode">Keep windows that reach over the far border.</param>
/// <param name="countIncludePad">Divide by all places of the window, the zeros included; otherwise by those inside the
/// image.</param>
/// <exception cref="ArgumentException">A setting is out of range.</exception>
public sealed class AvgPool(
    PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true)
    : WindowPool(nameof(AvgPool), kernelSize, stride, padding, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.AvgPool(x, KernelSize, Stride, Padding, countIncludePad, CeilMode);
}
