namespace Equivariant.Layers;

/// <summary>Puts every image in all its turned views on the batch axis: [N, …] becomes [|G|·N, …] (Dieleman et al.
/// 2016).</summary>
/// <param name="group">The turns; block h is the images turned by the inverse of element h.</param>
public sealed class CyclicSlice(SymmetryGroup group) : Module
{
    /// <inheritdoc/>
    public override string Description => $"CyclicSlice({group.Name})";

    /// <summary>The group: turned images have the same views in another order.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(group);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CyclicViews.Check(nameof(CyclicSlice), x, group, hasViews: false);
        return Ops.Concat([.. Enumerable.Range(0, group.Order).Select(h => Ops.Turn(x, group.Elements[group.Inverse(h)]))], 0);
    }
}
