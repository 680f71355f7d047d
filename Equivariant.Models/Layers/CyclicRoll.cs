namespace Equivariant.Layers;

/// <summary>
/// Lets every view see the others: joins to its channels those of all views, turned into its frame. [|G|·N, C, …] becomes
/// [|G|·N, |G|·C, …] (Dieleman et al. 2016).
/// </summary>
/// <param name="group">As given to the slice.</param>
public sealed class CyclicRoll(SymmetryGroup group) : Module
{
    /// <inheritdoc/>
    public override string Description => $"CyclicRoll({group.Name})";

    /// <summary>The group: views in another order see one another as before.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(group);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CyclicViews.Check(nameof(CyclicRoll), x, group, hasViews: true);
        // In the frame of view h stands, for each g, the view of h·g turned by g.
        var frames = Enumerable.Range(0, group.Order).Select(h => Ops.Concat(
            [.. Enumerable.Range(0, group.Order).Select(g =>
                CyclicViews.Turned(CyclicViews.Of(x, group, group.Product(h, g)), group, g))], 1));
        return Ops.Concat([.. frames], 0);
    }
}
