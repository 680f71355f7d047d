namespace Equivariant.Layers;

/// <summary>Merges all axes after the batch into one: [N,C,…] becomes [N,C·…].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => input.Rank <= 2 || input.CountOf(2, input.Rank) == 1 ? null
        : $"Flatten of {input} gives every pixel its own weights; pool to one pixel before it";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Flatten(x);
}
