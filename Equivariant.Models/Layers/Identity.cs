namespace Equivariant.Layers;

/// <summary>Gives its input back.</summary>
public sealed class Identity : Module
{
    internal override int[]? ReachOf(Shape input, Shape output) => Reach.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x;
}
