namespace Equivariant.Layers;

/// <summary>Normalisation of every channel of every image by itself; PyTorch's InstanceNorm. Commutes with every turn.</summary>
public sealed class InstanceNorm : Module
{
    private readonly Tensor? weight, bias;
    private readonly double eps;

    /// <summary>An instance normalisation; without trained scale and shift by default, as in PyTorch.</summary>
    /// <param name="channels">Extent of axis 1.</param>
    /// <param name="init">Device and element type.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether to scale and shift every channel by trained numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="channels"/> is not positive.</exception>
    public InstanceNorm(int channels, Initializer init, double eps = 1e-5, bool affine = false)
    {
        Channels.Check(nameof(InstanceNorm), nameof(channels), channels);
        this.eps = eps;
        weight = affine ? Parameter("weight", init.Full([channels], 1)) : null;
        bias = affine ? Parameter("bias", init.Full([channels], 0)) : null;
        Description = $"InstanceNorm({channels})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.InstanceNorm(x, weight, bias, eps);
}
