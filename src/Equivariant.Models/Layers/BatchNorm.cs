namespace Equivariant.Layers;

/// <summary>Batch normalisation over all axes but the channels; PyTorch's BatchNorm1d, 2d, 3d.
/// Commutes with every turn.</summary>
public sealed class BatchNorm : Module
{
    private readonly Tensor? weight, bias;
    private readonly Tensor runningMean, runningVariance;
    private readonly double momentum, eps;

    /// <summary>A batch normalisation that starts as the identity.</summary>
    /// <param name="channels">Extent of axis 1.</param>
    /// <param name="setup">Device and element type.</param>
    /// <param name="momentum">Share of a batch in the running statistics.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether to scale and shift every channel by trained numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="channels"/> is not positive.</exception>
    public BatchNorm(int channels, Setup setup, double momentum = 0.1, double eps = 1e-5, bool affine = true)
    {
        Channels.Check(nameof(BatchNorm), nameof(channels), channels);
        (this.momentum, this.eps) = (momentum, eps);
        weight = affine ? Parameter("weight", setup.Full([channels], 1)) : null;
        bias = affine ? Parameter("bias", setup.Full([channels], 0)) : null;
        runningMean = Buffer("running_mean", setup.Full([channels], 0));
        runningVariance = Buffer("running_var", setup.Full([channels], 1));
    }

    /// <inheritdoc/>
    public override string Description => $"BatchNorm({runningMean.Count})";

    /// <summary>The norm of inference as the ending of a convolution.</summary>
    internal ConvEnding Ending => new(runningMean, runningVariance, weight, bias, eps);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) =>
        Ops.BatchNorm(x, weight, bias, runningMean, runningVariance, Training, momentum, eps);
}
