namespace Equivariant.Layers;

/// <summary>A function of every element by itself, or of a few channels of a pixel; commutes with every turn.</summary>
public abstract class Pointwise : Module
{
    private protected Pointwise()
    {
    }

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);
}

/// <summary>An activation function.</summary>
public sealed class Activation : Pointwise
{
    private readonly Func<Tensor, Tensor> function;

    private Activation(string name, Func<Tensor, Tensor> function) => (Description, this.function) = (name, function);

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Whether the function is <see cref="Ops.Relu"/>.</summary>
    internal bool IsRelu => Description == "Relu";

    /// <summary>See <see cref="Ops.Relu"/>.</summary>
    public static Activation Relu() => new("Relu", Ops.Relu);

    /// <summary>See <see cref="Ops.LeakyRelu"/>.</summary>
    public static Activation LeakyRelu(double slope = 0.01) => new($"LeakyRelu({slope})", x => Ops.LeakyRelu(x, slope));

    /// <summary>See <see cref="Ops.Gelu"/>.</summary>
    public static Activation Gelu(bool tanh = false) => new(tanh ? "Gelu(tanh)" : "Gelu", x => Ops.Gelu(x, tanh));

    /// <summary>See <see cref="Ops.Sigmoid"/>.</summary>
    public static Activation Sigmoid() => new("Sigmoid", Ops.Sigmoid);

    /// <summary>See <see cref="Ops.Tanh"/>.</summary>
    public static Activation Tanh() => new("Tanh", Ops.Tanh);

    /// <summary>See <see cref="Ops.Elu"/>.</summary>
    public static Activation Elu(double alpha = 1) => new($"Elu({alpha})", x => Ops.Elu(x, alpha));

    /// <summary>See <see cref="Ops.Silu"/>.</summary>
    public static Activation Silu() => new("Silu", Ops.Silu);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => function(x);
}

/// <summary>Gives its input back.</summary>
public sealed class Identity : Pointwise
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x;
}

/// <summary>The largest of each few neighbouring channels (Goodfellow et al. 2013): [N,O·pieces,…] to [N,O,…].</summary>
public sealed class Maxout : Pointwise
{
    private readonly int pieces;

    /// <summary>A maximum over so many channels each.</summary>
    /// <exception cref="ArgumentException">Not positive.</exception>
    public Maxout(int pieces)
    {
        LayerSettings.Positive(nameof(Maxout), nameof(pieces), pieces);
        this.pieces = pieces;
    }

    /// <inheritdoc/>
    public override string Description => $"Maxout({pieces})";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Maxout(x, pieces);
}

/// <summary>
/// Sets elements to zero at random while training and scales the others by 1/(1 − p); nothing in inference.
/// </summary>
public sealed class Dropout : Pointwise
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

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => !Training || probability == 0 ? x
        : channels ? Ops.DropoutChannels(x, probability, rng.NextUInt64())
        : Ops.Dropout(x, probability, rng.NextUInt64());

    /// <inheritdoc/>
    protected override void OnReseed(Rng rng) => this.rng = rng;
}

/// <summary>
/// Ends a row of group convolutions: the largest or mean orientation of every channel, [N, C·|G|, …] to [N, C, …]. The result
/// turns as an ordinary feature map does.
/// </summary>
public sealed class GroupPool : Pointwise
{
    private readonly SymmetryGroup group;
    private readonly OrientationReduction reduction;

    /// <summary>A maximum, mean or sum over the orientations of a group.</summary>
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
