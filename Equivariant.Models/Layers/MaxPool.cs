namespace Equivariant.Layers;

/// <summary>Maximum over a moving window; PyTorch's MaxPool. Commutes with every turn when the size rule holds,
/// to the bit.</summary>
/// <param name="kernelSize">Window an axis.</param>
/// <param name="stride">Step an axis; the window if null.</param>
/// <param name="padding">Pixels of −∞ on every side.</param>
/// <param name="ceilMode">Keep windows that reach over the far border.</param>
/// <exception cref="ArgumentException">A setting is out of range.</exception>
public sealed class MaxPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default, bool ceilMode = false)
    : WindowPool(nameof(MaxPool), kernelSize, stride, padding, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.MaxPool(x, KernelSize, Stride, Padding, CeilMode);
}
