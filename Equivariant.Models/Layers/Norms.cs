namespace Equivariant.Layers;

/// <summary>A normalisation with a trained scale and shift for every channel, or without.</summary>
public abstract class Norm : Module
{
    private protected Norm(int channels, Initializer init, double eps, bool affine)
    {
        LayerSettings.Positive(GetType().Name, nameof(channels), channels);
        Eps = eps;
        Weight = affine ? Parameter("weight", init.Full([channels], 1)) : null;
        Bias = affine ? Parameter("bias", init.Full([channels], 0)) : null;
        Description = $"{GetType().Name}({channels})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    private protected Tensor? Weight { get; }

    private protected Tensor? Bias { get; }

    private protected double Eps { get; }
}

/// <summary>Batch normalisation over all axes but the channels; PyTorch's BatchNorm1d, 2d, 3d.
/// Commutes with every turn; of orientations of a group, with the group's elements if they share their numbers.</summary>
public sealed class BatchNorm : Norm
{
    private readonly Tensor runningMean, runningVariance;
    private readonly double momentum;
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
        : base(channels, init, eps, affine)
    {
        LayerSettings.Positive(nameof(BatchNorm), nameof(orientations), orientations);
        (this.momentum, this.orientations) = (momentum, orientations);
        runningMean = Buffer("running_mean", init.Full([channels], 0));
        runningVariance = Buffer("running_var", init.Full([channels], 1));
    }

    /// <inheritdoc/>
    public override string Description =>
        orientations == 1 ? base.Description : $"BatchNorm({runningMean.Count}, {orientations} orientations)";

    /// <summary>The norm of inference as the epilogue of the convolution before it.</summary>
    internal Epilogue ToEpilogue() => Epilogue.OfNorm(runningMean, runningVariance, Weight, Bias, Eps, orientations);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (orientations == 1)
            return Normalize(x);
        var (shape, count) = (x.Shape, runningMean.Count);
        if (shape.Rank < 3 || shape[1] != count * orientations)
            throw new ShapeException($"{Description}: the input {shape} must be [N, {count * orientations}, size, …].");
        // The orientations of a channel are neighbours: seen as rows of one image they are normalised together.
        var rows = Ops.Reshape(x, [shape[0], count, orientations * shape[2], .. shape.ToArray().AsSpan(3)]);
        return Ops.Reshape(Normalize(rows), shape.ToArray());
    }

    private Tensor Normalize(Tensor x) =>
        Ops.BatchNorm(x, Weight, Bias, runningMean, runningVariance, Training, momentum, Eps);
}

/// <summary>Normalisation over groups of channels and all pixels of an image; PyTorch's GroupNorm.
/// Commutes with every turn.</summary>
public sealed class GroupNorm : Norm
{
    private readonly int groups;

    /// <summary>A group normalisation that starts without scale and shift.</summary>
    /// <param name="groups">Number of groups, a divisor of the channels; 1 normalises whole images,
    /// as many as channels each alone.</param>
    /// <param name="channels">Extent of axis 1.</param>
    /// <param name="init">Device and element type.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether to scale and shift every channel by trained numbers.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, Initializer init, double eps = 1e-5, bool affine = true)
        : base(channels, init, eps, affine)
    {
        LayerSettings.Groups(nameof(GroupNorm), channels, channels, groups);
        this.groups = groups;
        Description = $"GroupNorm({groups}, {channels})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.GroupNorm(x, groups, Weight, Bias, Eps);
}

/// <summary>Normalisation of every channel of every image by itself; PyTorch's InstanceNorm, without trained scale and shift by
/// default as there. Commutes with every turn.</summary>
public sealed class InstanceNorm(int channels, Initializer init, double eps = 1e-5, bool affine = false)
    : Norm(channels, init, eps, affine)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.InstanceNorm(x, Weight, Bias, Eps);
}
