namespace Equivariant.Layers;

/// <summary>
/// Ends a row of group convolutions: the largest or mean orientation of every channel, [N, C·|G|, …] to [N, C, …]. The result
/// turns as an ordinary feature map does.
/// </summary>
public sealed class GroupPool : Module
{
    private readonly SymmetryGroup group;
    private readonly OrientationReduction reduction;

    /// <summary>A pool over orientations.</summary>
    /// <param name="group">The group of the input's orientations.</param>
    /// <param name="reduction">Maximum, mean or sum.</param>
    /// <exception cref="ArgumentException">No reduction.</exception>
    public GroupPool(SymmetryGroup group, OrientationReduction reduction = OrientationReduction.Max)
    {
        if (reduction == OrientationReduction.None || !Enum.IsDefined(reduction))
            throw new ArgumentException($"GroupPool: orientations are pooled by Max, Mean or Sum, not {reduction}.",
                nameof(reduction));
        (this.group, this.reduction) = (group, reduction);
    }

    /// <inheritdoc/>
    public override string Description => $"GroupPool({group.Name}, {reduction.ToString().ToLowerInvariant()})";

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (reduction == OrientationReduction.Max || x.Shape.Rank < 2 || x.Shape[1] % group.Order != 0)
            return Ops.Maxout(x, group.Order);
        var (batch, channels) = (x.Shape[0], x.Shape[1] / group.Order);
        var orientations = Ops.Reshape(x, batch, channels, group.Order, x.Shape.CountOf(2, x.Shape.Rank));
        var pooled = reduction == OrientationReduction.Mean ? Ops.Mean(orientations, [2]) : Ops.Sum(orientations, [2]);
        return Ops.Reshape(pooled, [batch, channels, .. x.Shape.ToArray().AsSpan(2)]);
    }
}
