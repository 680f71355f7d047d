namespace Equivariant.Layers;

/// <summary>Mean over a moving window; PyTorch's AvgPool. Commutes with every turn when the size rule holds.</summary>
/// <param name="kernelSize">Window an axis.</param>
/// <param name="stride">Step an axis; the window if null.</param>
/// <param name="padding">Zeros on every side, which count in the mean.</param>
/// <exception cref="ArgumentException">A setting is out of range.</exception>
public sealed class AvgPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default)
    : WindowPool(nameof(AvgPool), kernelSize, stride, padding)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.AvgPool(x, KernelSize, Stride, Padding);
}
