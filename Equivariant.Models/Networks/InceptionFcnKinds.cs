using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The Inception networks of Gao and Ji's comparison (ICDM 2017, section IV).</summary>
public abstract class AnyInceptionFcnKind : NetworkKind
{
    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <inheritdoc/>
    public override bool IsFor(int rank) => rank == 2;

    /// <inheritdoc/>
    public override Module Create(ModelConfig config, Initializer init)
    {
        // Its branches mix channels by ordinary 1×1 convolutions, and its lines are kernels that no group turns into squares.
        DenseBlocks.Check(this, config, orientations: false);
        var body = Conv(config);
        return new InceptionFcn(
            Stem(new()
            {
                InChannels = config.InChannels,
                Classes = config.Classes,
                Width = config.Width ?? 16,
                FirstStem = body,
                SecondStem = body,
                Body = body,
            }),
            init);
    }

    /// <summary>The kinds of the stem's convolutions, where they are not those of the body.</summary>
    protected virtual InceptionFcnOptions Stem(InceptionFcnOptions options) => options;
}

/// <summary>The baseline: ordinary convolutions.</summary>
public sealed class InceptionFcnKind : AnyInceptionFcnKind
{
    /// <inheritdoc/>
    public override string Name => "inception-fcn";

    /// <inheritdoc/>
    public override string Description => "fully convolutional Inception network: a label for each pixel";
}

/// <summary>The paper's model: turned copies, then mirrored copies, in the stem. Exact under nothing.</summary>
public sealed class PaperInceptionFcnKind : AnyInceptionFcnKind
{
    /// <inheritdoc/>
    public override string Name => "inception-fcn-paper";

    /// <inheritdoc/>
    public override string Description =>
        "the same with Gao and Ji's stem, turned and mirrored copies; keeps no symmetry exactly";

    /// <inheritdoc/>
    protected override InceptionFcnOptions Stem(InceptionFcnOptions options) =>
        options with { FirstStem = new Rotation4Kind(), SecondStem = new PaperFlipKind() };
}

/// <summary>Dihedral copies in all layers: exact under every turn and mirror image.</summary>
public sealed class ExactInceptionFcnKind : AnyInceptionFcnKind
{
    /// <inheritdoc/>
    public override string Name => "inception-fcn-exact";

    /// <inheritdoc/>
    public override string Description => "the same with all eight copies, or rings, in every layer: exact";

    /// <inheritdoc/>
    public override string DefaultConv => "d4";
}
