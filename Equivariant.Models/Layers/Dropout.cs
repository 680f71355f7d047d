namespace Equivariant.Layers;

/// <summary>
/// Sets elements to zero at random while training and scales the others by 1/(1 − p); nothing in inference.
/// </summary>
public sealed class Dropout : Module
{
    private readonly double probability;
    private readonly bool channels;
    private Rng rng;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">Share of zeros, from 0 up to, not including, 1.</param>
    /// <param name="init">Generator; restarted by <see cref="Module.Reseed"/>.</param>
    /// <param name="channels">Whole channels instead of elements, PyTorch's Dropout2d:
    /// commutes with every turn also while training.</param>
    public Dropout(double probability, Initializer init, bool channels = false)
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "Dropout: the probability is from 0 up to, not including, 1.");
        (this.probability, this.channels) = (probability, channels);
        rng = init.Rng.Fork("dropout");
    }

    /// <inheritdoc/>
    public override string Description => $"Dropout({probability}{(channels ? ", channels" : "")})";

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => !Training || probability == 0 ? x
        : channels ? Ops.DropoutChannels(x, probability, rng.NextUInt64())
        : Ops.Dropout(x, probability, rng.NextUInt64());

    /// <inheritdoc/>
    protected override void OnReseed(Rng rng) => this.rng = rng;
}
