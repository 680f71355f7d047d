namespace Equivariant.Layers;

/// <summary>A pool over a moving window. Commutes with every turn when the size rule holds.</summary>
public abstract class WindowPool : Module
{
    private protected WindowPool(PerAxis kernelSize, PerAxis? stride, PerAxis padding, bool ceilMode)
    {
        var name = GetType().Name;
        (KernelSize, Stride, Padding, CeilMode) = (kernelSize, stride ?? kernelSize, padding, ceilMode);
        LayerSettings.Positive(name, nameof(kernelSize), kernelSize);
        LayerSettings.Positive(name, nameof(stride), Stride);
        LayerSettings.NotNegative(name, padding);
        Description = $"{name}({kernelSize}, stride {Stride}, padding {padding}{(ceilMode ? ", ceil" : "")})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Everything that exchanges no axes with different windows or steps.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.All.WhereAlike(KernelSize, Stride, Padding);

    internal PerAxis KernelSize { get; }

    internal PerAxis Stride { get; }

    internal PerAxis Padding { get; }

    /// <summary>Windows over the far border are there only where the size rule does not hold.</summary>
    internal bool CeilMode { get; }

    private ConvOptions Options => new() { Stride = Stride, Padding = Padding };

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, Options);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) =>
        ReceptiveField.Window(input.Rank - 2, KernelSize, Options);
}

/// <summary>Maximum over a moving window; PyTorch's MaxPool. Commutes with every turn when the size rule holds,
/// to the bit.</summary>
/// <param name="kernelSize">Window an axis.</param>
/// <param name="stride">Step an axis; the window if null.</param>
/// <param name="padding">Pixels of −∞ on every side.</param>
/// <param name="ceilMode">Keep windows that reach over the far border.</param>
/// <exception cref="ArgumentException">A setting is out of range.</exception>
public sealed class MaxPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default, bool ceilMode = false)
    : WindowPool(kernelSize, stride, padding, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.MaxPool(x, KernelSize, Stride, Padding, CeilMode);
}

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
    : WindowPool(kernelSize, stride, padding, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.AvgPool(x, KernelSize, Stride, Padding, countIncludePad, CeilMode);
}

/// <summary>Mean over all pixels: [N,C,…] becomes [N,C]. What follows is invariant under whatever the layers before commute
/// with.</summary>
public sealed class GlobalAvgPool : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Flatten(Ops.GlobalAvgPool(x));
}
