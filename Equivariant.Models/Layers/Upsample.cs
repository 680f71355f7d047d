namespace Equivariant.Layers;

/// <summary>An image enlarged by whole factors, [N,C,spatial…] to as many times the pixels on each axis; PyTorch's Upsample.
/// Commutes with every turn and mirror image.</summary>
public sealed class Upsample : Module
{
    private readonly PerAxis scaleFactor;
    private readonly Upsampling mode;
    private readonly bool alignCorners;

    /// <summary>An enlargement.</summary>
    /// <param name="scaleFactor">Factor of each axis, at least 1.</param>
    /// <param name="mode">What stands between the pixels.</param>
    /// <param name="alignCorners">For <see cref="Upsampling.Linear"/>: the centres of the corner pixels stay where they are;
    /// otherwise the borders of the image do.</param>
    /// <exception cref="ArgumentException">A factor is not positive.</exception>
    public Upsample(PerAxis scaleFactor, Upsampling mode = Upsampling.Nearest, bool alignCorners = false)
    {
        LayerSettings.Positive(nameof(Upsample), nameof(scaleFactor), scaleFactor);
        (this.scaleFactor, this.mode, this.alignCorners) = (scaleFactor, mode, alignCorners);
    }

    /// <inheritdoc/>
    public override string Description =>
        $"Upsample({scaleFactor}, {mode.ToString().ToLowerInvariant()}{(alignCorners ? ", align corners" : "")})";

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => SymmetryClaim.All.WhereAlike(scaleFactor);

    /// <summary>With aligned corners the distance of the cells depends on the size of the image.</summary>
    internal override int[]? ReceptiveRadius(Shape input, Shape output) => mode == Upsampling.Linear && alignCorners ? null
        : [.. Enumerable.Repeat(mode == Upsampling.Linear ? 1 : 0, input.Rank - 2)];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Upsample(x, scaleFactor, mode, alignCorners);
}
