namespace Equivariant.Layers;

/// <summary>
/// Joins all views, aligned with the image, as orientations of each channel: [|G|·N, C, …] becomes [N, C·|G|, …], channel
/// <c>c · |G| + h</c> as group convolutions have them (Dieleman et al. 2016).
/// </summary>
/// <param name="group">As given to the slice.</param>
public sealed class CyclicStack(SymmetryGroup group) : Module
{
    /// <inheritdoc/>
    public override string Description => $"CyclicStack({group.Name})";

    /// <summary>The group: the result turns, and its orientations change places.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(group);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CyclicViews.Check(nameof(CyclicStack), x, group, hasViews: true);
        var (shape, pixels) = (x.Shape, x.Shape.CountOf(2, x.Shape.Rank));
        var batch = shape[0] / group.Order;
        var views = Enumerable.Range(0, group.Order).Select(h => Ops.Reshape(
            CyclicViews.Turned(CyclicViews.Of(x, group, h), group, h), batch, shape[1], 1, pixels));
        return Ops.Reshape(
            Ops.Concat([.. views], 2), [batch, shape[1] * group.Order, .. shape.ToArray().AsSpan(2)]);
    }
}
