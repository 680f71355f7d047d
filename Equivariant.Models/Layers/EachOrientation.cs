namespace Equivariant.Layers;

/// <summary>
/// A module for ordinary channels applied to every orientation of a group's features by itself, with the same weights:
/// [N, C·|G|, …] to [N, O·|G|, …]. The orientations stand on the batch axis meanwhile.
/// </summary>
/// <remarks>Commutes with what the module inside commutes with, since orientations only change places: a
/// <see cref="SymmetricConvTranspose"/> keeps every element of the group. Orientations do not meet; the <see cref="GroupConv"/>
/// before or behind it lets them.</remarks>
public sealed class EachOrientation : Module
{
    private readonly SymmetryGroup group;
    private readonly Module inside;

    /// <summary>The module, for each orientation.</summary>
    /// <param name="group">The group of the input's orientations.</param>
    /// <param name="inside">From [N, C, …] to [N, O, …].</param>
    public EachOrientation(SymmetryGroup group, Module inside)
    {
        this.group = group;
        this.inside = Child("inside", inside);
    }

    /// <inheritdoc/>
    public override string Description => $"EachOrientation({group.Name}, {inside.Description})";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Shape.Rank < 3 || x.Shape[1] % group.Order != 0)
        {
            throw new ShapeException($"{Description}: the input {x.Shape} must be [N, C·{group.Order}, size…]: {group.Order} "
                + "orientations for each channel; lift the image first.");
        }
        var (batch, order) = (x.Shape[0], group.Order);
        // An open axis stands for the pixels: a shape has five axes.
        var apart = Ops.Permute(Ops.Reshape(x, batch, x.Shape[1] / order, order, -1), 0, 2, 1, 3);
        var y = inside.Forward(Ops.Reshape(apart, [batch * order, x.Shape[1] / order, .. x.Shape.ToArray().AsSpan(2)]));
        var together = Ops.Permute(Ops.Reshape(y, batch, order, y.Shape[1], -1), 0, 2, 1, 3);
        return Ops.Reshape(together, [batch, y.Shape[1] * order, .. y.Shape.ToArray().AsSpan(2)]);
    }
}
