namespace Equivariant.Layers;

/// <summary>Maximum over a moving window; PyTorch's MaxPool. Commutes with every turn when the size rule holds,
/// to the bit.</summary>
public sealed class MaxPool : Module
{
    private readonly PerAxis kernelSize, stride, padding;

    /// <summary>A maximum pool.</summary>
    /// <param name="kernelSize">Window an axis.</param>
    /// <param name="stride">Step an axis; the window if null.</param>
    /// <param name="padding">Pixels of −∞ on every side.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public MaxPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default)
    {
        (this.kernelSize, this.stride, this.padding) = (kernelSize, stride ?? kernelSize, padding);
        WindowSettings.Check(nameof(MaxPool), kernelSize, this.stride, padding);
        Description = $"MaxPool({kernelSize}, stride {this.stride}, padding {padding})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) =>
        SizeRule.Broken(Description, input, kernelSize, new() { Stride = stride, Padding = padding });

    internal override int[]? ReachOf(Shape input, Shape output) =>
        Reach.Window(input.Rank - 2, kernelSize, new() { Stride = stride, Padding = padding });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.MaxPool(x, kernelSize, stride, padding);
}
