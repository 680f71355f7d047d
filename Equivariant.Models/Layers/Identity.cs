namespace Equivariant.Layers;

/// <summary>Gives its input back.</summary>
public sealed class Identity : Module
{
    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x;
}
