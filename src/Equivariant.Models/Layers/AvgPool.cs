namespace Equivariant.Layers;

/// <summary>Mean over a moving window; PyTorch's AvgPool. Commutes with every turn when the size rule holds.</summary>
public sealed class AvgPool : Module
{
    private readonly PerAxis kernelSize, stride, padding;

    /// <summary>An average pool.</summary>
    /// <param name="kernelSize">Window an axis.</param>
    /// <param name="stride">Step an axis; the window if null.</param>
    /// <param name="padding">Zeros on every side, which count in the mean.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public AvgPool(PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default)
    {
        (this.kernelSize, this.stride, this.padding) = (kernelSize, stride ?? kernelSize, padding);
        WindowSettings.Check(nameof(AvgPool), kernelSize, this.stride, padding);
        Description = $"AvgPool({kernelSize}, stride {this.stride}, padding {padding})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) =>
        SizeRule.Broken(Description, input, kernelSize, new() { Stride = stride, Padding = padding });

    internal override int[]? ReachOf(Shape input, Shape output) =>
        Reach.Window(input.Rank - 2, kernelSize, new() { Stride = stride, Padding = padding });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.AvgPool(x, kernelSize, stride, padding);
}
