namespace Equivariant.Layers;

/// <summary>The largest of each few neighbouring channels (Goodfellow et al. 2013); commutes with every turn.</summary>
public sealed class Maxout : Module
{
    private readonly int pieces;

    /// <summary>A maximum over channels: [N,O·pieces,…] to [N,O,…].</summary>
    /// <param name="pieces">Channels that go into one.</param>
    /// <exception cref="ArgumentException">Not positive.</exception>
    public Maxout(int pieces)
    {
        Channels.Check(nameof(Maxout), nameof(pieces), pieces);
        this.pieces = pieces;
        Description = $"Maxout({pieces})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Maxout(x, pieces);
}
