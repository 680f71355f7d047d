namespace Equivariant.Layers;

/// <summary>
/// Joins all views, aligned with the image, to one: [|G|·N, C, …] becomes [N, C, …] (Dieleman et al. 2016). Behind dense layers,
/// [|G|·N, C], there is nothing to align, and the result does not change with the image's turn.
/// </summary>
public sealed class CyclicPool : Module
{
    private readonly SymmetryGroup group;
    private readonly OrientationReduction reduction;
    private readonly CyclicStack stack;
    private readonly GroupPool pool;

    /// <summary>A pool over views.</summary>
    /// <param name="group">As given to the slice.</param>
    /// <param name="reduction">Mean, maximum or sum.</param>
    /// <exception cref="ArgumentException">No reduction.</exception>
    public CyclicPool(SymmetryGroup group, OrientationReduction reduction = OrientationReduction.Mean)
    {
        (this.group, this.reduction) = (group, reduction);
        stack = new(group);
        pool = new(group, reduction);
    }

    /// <inheritdoc/>
    public override string Description => $"CyclicPool({group.Name}, {reduction.ToString().ToLowerInvariant()})";

    /// <summary>The group.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(group);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CyclicViews.Check(nameof(CyclicPool), x, group, hasViews: true);
        return pool.Forward(stack.Forward(x));
    }
}
