namespace Equivariant.Layers;

/// <summary>Normalisation over groups of channels and all pixels of an image; PyTorch's GroupNorm.
/// Commutes with every turn.</summary>
public sealed class GroupNorm : Module
{
    private readonly Tensor? weight, bias;
    private readonly int groups;
    private readonly double eps;

    /// <summary>A group normalisation that starts without scale and shift.</summary>
    /// <param name="groups">Number of groups, a divisor of the channels; 1 normalises whole images,
    /// as many as channels each alone.</param>
    /// <param name="channels">Extent of axis 1.</param>
    /// <param name="init">Device and element type.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether to scale and shift every channel by trained numbers.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, Initializer init, double eps = 1e-5, bool affine = true)
    {
        Channels.PerGroup(nameof(GroupNorm), channels, channels, groups);
        (this.groups, this.eps) = (groups, eps);
        weight = affine ? Parameter("weight", init.Full([channels], 1)) : null;
        bias = affine ? Parameter("bias", init.Full([channels], 0)) : null;
        Description = $"GroupNorm({groups}, {channels})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.GroupNorm(x, groups, weight, bias, eps);
}
