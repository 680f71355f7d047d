namespace Equivariant.Layers;

/// <summary>Mean over all pixels: [N,C,…] becomes [N,C]. What follows is invariant under whatever the layers before commute
/// with.</summary>
public sealed class GlobalAvgPool : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Flatten(Ops.GlobalAvgPool(x));
}
