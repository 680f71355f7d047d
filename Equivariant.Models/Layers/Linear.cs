namespace Equivariant.Layers;

/// <summary>An affine map of the last axis, [N,in] to [N,out]: y = x·Wᵀ + b.</summary>
public sealed class Linear : Module
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>A linear layer with PyTorch's default weights, uniform in ±1/√in.</summary>
    /// <exception cref="ArgumentException">A length is not positive.</exception>
    public Linear(int inFeatures, int outFeatures, Initializer init, bool bias = true)
    {
        LayerSettings.Positive(nameof(Linear), nameof(inFeatures), inFeatures);
        LayerSettings.Positive(nameof(Linear), nameof(outFeatures), outFeatures);
        var bound = 1 / Math.Sqrt(inFeatures);
        weight = Parameter("weight", init.Uniform([outFeatures, inFeatures], bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outFeatures], bound)) : null;
    }

    /// <inheritdoc/>
    public override string Description => $"Linear({weight.Shape[1]}→{weight.Shape[0]})";

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => input.Rank <= 2 ? null
        : $"Linear acts on the last axis of {input}, which is a spatial one; pool and flatten before it";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Linear(x, weight, bias);
}

/// <summary>Merges all axes after the batch into one: [N,C,…] becomes [N,C·…].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => input.Rank <= 2 || input.CountOf(2, input.Rank) == 1 ? null
        : $"Flatten of {input} gives every pixel its own weights; pool to one pixel before it";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Flatten(x);
}
