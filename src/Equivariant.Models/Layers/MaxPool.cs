namespace Equivariant.Layers;

/// <summary>Maximum over a moving window; PyTorch's MaxPool. Commutes with every turn when the size rule holds,
/// to the bit.</summary>
public sealed class MaxPool : Module
{
    /// <summary>A maximum pool.</summary>
    /// <param name="kernelSize">Window an axis.</param>
    /// <param name="stride">Step an axis; the window if null.</param>
    /// <param name="padding">Pixels of −∞ on every side.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public MaxPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default)
    {
        (KernelSize, Stride, Padding) = (kernelSize, stride ?? kernelSize, padding);
        WindowSettings.Check(nameof(MaxPool), kernelSize, Stride, padding);
        Description = $"MaxPool({kernelSize}, stride {Stride}, padding {padding})";
    }

    /// <summary>Window an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Step an axis.</summary>
    public PerAxis Stride { get; }

    /// <summary>Cells added on every side.</summary>
    public PerAxis Padding { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Everything that exchanges no axes with different windows or steps.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.All.WhereAlike(KernelSize, Stride, Padding);

    internal override int[]? ReachOf(Shape input, Shape output) =>
        Reach.Window(input.Rank - 2, KernelSize, new() { Stride = Stride, Padding = Padding });

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) =>
        SizeRule.Broken(Description, input, KernelSize, new() { Stride = Stride, Padding = Padding });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.MaxPool(x, KernelSize, Stride, Padding);
}
