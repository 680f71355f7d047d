namespace Equivariant.Layers;

/// <summary>Gives its input back.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x;
}
