namespace Equivariant.Layers;

/// <summary>Batch normalisation over all axes but the channels; PyTorch's BatchNorm1d, 2d, 3d.
/// Commutes with every turn; of orientations of a group, with the group's elements if they share their numbers.</summary>
public sealed class BatchNorm : Module
{
    private readonly Tensor? weight, bias;
    private readonly Tensor runningMean, runningVariance;
    private readonly double momentum, eps;
    private readonly int orientations;

    /// <summary>A batch normalisation that starts as the identity.</summary>
    /// <param name="channels">Extent of axis 1, divided by <paramref name="orientations"/>.</param>
    /// <param name="init">Device and element type.</param>
    /// <param name="momentum">Share of a batch in the running statistics.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether to scale and shift every channel by trained numbers.</param>
    /// <param name="orientations">Neighbours in axis 1 that share statistics, scale and shift: the orientations of a channel
    /// behind group convolutions.</param>
    /// <exception cref="ArgumentException"><paramref name="channels"/> or <paramref name="orientations"/> is not
    /// positive.</exception>
    public BatchNorm(
        int channels, Initializer init, double momentum = 0.1, double eps = 1e-5, bool affine = true, int orientations = 1)
    {
        Channels.Check(nameof(BatchNorm), nameof(channels), channels);
        Channels.Check(nameof(BatchNorm), nameof(orientations), orientations);
        (this.momentum, this.eps, this.orientations) = (momentum, eps, orientations);
        weight = affine ? Parameter("weight", init.Full([channels], 1)) : null;
        bias = affine ? Parameter("bias", init.Full([channels], 0)) : null;
        runningMean = Buffer("running_mean", init.Full([channels], 0));
        runningVariance = Buffer("running_var", init.Full([channels], 1));
    }

    /// <inheritdoc/>
    public override string Description =>
        orientations == 1 ? $"BatchNorm({runningMean.Count})" : $"BatchNorm({runningMean.Count}, {orientations} orientations)";

    /// <summary>The norm of inference as the epilogue of the convolution before it.</summary>
    internal Epilogue ToEpilogue() => Epilogue.OfNorm(runningMean, runningVariance, weight, bias, eps, orientations);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (orientations == 1)
            return Ops.BatchNorm(x, weight, bias, runningMean, runningVariance, Training, momentum, eps);
        if (x.Shape.Rank < 3 || x.Shape[1] != runningMean.Count * orientations)
            throw new ShapeException(
                $"{Description}: the input {x.Shape} must be [N, {runningMean.Count * orientations}, size, …].");
        // The orientations of a channel are neighbours: seen as rows of one image they are normalised together.
        var (shape, count) = (x.Shape, runningMean.Count);
        var y = Ops.BatchNorm(
            Ops.Reshape(x, [shape[0], count, orientations * shape[2], .. shape.ToArray().AsSpan(3)]),
            weight, bias, runningMean, runningVariance, Training, momentum, eps);
        return Ops.Reshape(y, shape.ToArray());
    }
}
