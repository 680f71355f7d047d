using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// The fully convolutional Inception network of Gao and Ji (ICDM 2017, section IV.A and Fig. 5): Stem, Inception A, Reduction A,
/// Inception B, Reduction B, Inception C; the results of Stem, Inception A and Inception B, and here also Inception C, brought
/// back up by transposed convolutions and joined for a label a pixel. In the paper Reduction B and Inception C learn nothing.
/// </summary>
/// <remarks>
/// The blocks are after Inception-v4 (Szegedy et al. 2017, Figs. 4 to 8), thinner. The paper gives neither widths nor strides.
/// Here, with w the channels of the stem: the stem keeps the size (its two 3×3 convolutions), as membranes are a few pixels
/// thin; a 2×2 pool leads to Inception A (8w channels, half the size), Inception B has 12w at a quarter, Inception C 12w at an
/// eighth. What comes back up has w/2 channels from each, and two 1×1 convolutions make the logits. A stride of 2 is an average
/// pool behind a convolution: on even sizes it is exact, where a strided 3×3 convolution is not. From [N,C,H,W] to logits
/// [N,classes,H,W], H and W multiples of 8. With a body and stem of dihedral copies or rings every layer is exact on those sizes;
/// the paper's stem keeps nothing, nor do ordinary convolutions behind any stem.
/// </remarks>
internal sealed class InceptionFcn : Module
{
    private const int Factor = 8;

    private readonly LayerFactory make;
    private readonly Module stem, pool, inceptionA, reductionA, inceptionB, reductionB, inceptionC, raiseA, raiseB, raiseC, head;

    /// <summary>The networks of the paper's comparison (section IV): inception-fcn, the baseline of ordinary convolutions;
    /// inception-fcn-paper, with turned, then mirrored copies in the stem, exact under nothing; inception-fcn-exact, with
    /// dihedral copies, or rings, in all layers. 16 channels in the stem unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        OfStem("inception-fcn"),
        OfStem("inception-fcn-paper", "rot4", "flip"),
        OfStem("inception-fcn-exact") with { DefaultConv = "d4" },
    ];

    private InceptionFcn(LayerFactory make, ConvKind first, ConvKind second, int inChannels, int classes, int w)
    {
        if (w < 2 || w % 2 != 0)
            throw new ArgumentException($"The width of an InceptionFcn is an even number from 2 on, not {w}.");
        this.make = make;
        stem = Child("stem", new Sequential(
            (make with { Kind = first }).Block(inChannels, w, 3), (make with { Kind = second }).Block(w, w, 3)));
        pool = Child("pool", new MaxPool(2));
        inceptionA = Child("inceptionA", A(w, 2 * w));
        reductionA = Child("reductionA", Reduction(8 * w, 2 * w));
        inceptionB = Child("inceptionB", B(10 * w, 3 * w));
        reductionB = Child("reductionB", Reduction(12 * w, 2 * w));
        inceptionC = Child("inceptionC", C(14 * w, 2 * w));
        raiseA = Child("raiseA", Raise(8 * w, 1));
        raiseB = Child("raiseB", Raise(12 * w, 2));
        raiseC = Child("raiseC", Raise(12 * w, 3));
        head = Child("head", new Sequential(
            make.PlainBlock(w + (3 * (w / 2)), 2 * w), new Conv(2, 2 * w, classes, 1, make.Init)));
        var stems = first == make.Kind && second == make.Kind ? "" : $"stem {first.Name} {second.Name}, ";
        Description = $"InceptionFcn({stems}{make.Kind.Name}, width {w})";

        Sequential Raise(int channels, int doublings) => new(
            [make.PlainBlock(channels, w / 2), .. Enumerable.Range(0, doublings).Select(_ => make.Double(w / 2, w / 2))]);
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => Factor;

    /// <param name="name">As in <c>--model inception-fcn</c>.</param>
    /// <param name="first">The kind of the stem's first convolution; that of the body if null.</param>
    /// <param name="second">The kind of the stem's second convolution; that of the body if null.</param>
    private static NetworkKind OfStem(string name, string? first = null, string? second = null) =>
        // Its branches mix channels by ordinary 1×1 convolutions, and its oblong kernels are none that a group turns.
        NetworkKind.OfPixels(name, orientations: false, build: (config, make) => new InceptionFcn(
            make, first is null ? make.Kind : ConvKind.Parse(first), second is null ? make.Kind : ConvKind.Parse(second),
            config.InChannels, config.Classes, config.Width ?? 16));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        LayerFactory.CheckSize(nameof(InceptionFcn), x, Factor);
        var s = stem.Forward(x);
        var a = inceptionA.Forward(pool.Forward(s));
        var b = inceptionB.Forward(reductionA.Forward(a));
        var (raisedA, raisedB) = (raiseA.Forward(a), raiseB.Forward(b));
        var raisedC = raiseC.Forward(inceptionC.Forward(reductionB.Forward(b)));
        return head.Forward(Ops.Concat([s, raisedA, raisedB, raisedC], 1));
    }

    /// <summary>Inception A: channels to 4·width.</summary>
    private Branches A(int channels, int width) => new(
        make.PlainBlock(channels, width),
        new Sequential(make.PlainBlock(channels, width), make.Block(width, width, 3)),
        new Sequential(make.PlainBlock(channels, width), make.Block(width, width, 3), make.Block(width, width, 3)),
        Pooled(channels, width));

    /// <summary>Inception B: channels to 4·width, with long lines, or rings in their places.</summary>
    private Branches B(int channels, int width) => new(
        make.PlainBlock(channels, width),
        new Sequential([make.PlainBlock(channels, width / 2), .. Factorised(width / 2, width, 7)]),
        new Sequential([make.PlainBlock(channels, width / 2), .. Factorised(width / 2, width / 2, 7),
            .. Factorised(width / 2, width, 7)]),
        Pooled(channels, width));

    /// <summary>Inception C: channels to 6·width.</summary>
    private Branches C(int channels, int width) => new(
        make.PlainBlock(channels, width),
        new Sequential(make.PlainBlock(channels, width), Fork(width)),
        new Sequential([make.PlainBlock(channels, width), .. Factorised(width, width, 3), Fork(width)]),
        Pooled(channels, width));

    /// <summary>Half the size: channels to channels + width.</summary>
    private Branches Reduction(int channels, int width) => new(
        new MaxPool(2),
        new Sequential(make.PlainBlock(channels, width / 2), make.Block(width / 2, width, 3), new AvgPool(2)));

    private Sequential Pooled(int channels, int width) => new(new AvgPool(3, 1, 1), make.PlainBlock(channels, width));

    /// <summary>1×k, then k×1; or one symmetric k×k convolution, as lines alone commute with no quarter turn.</summary>
    private Module[] Factorised(int inChannels, int outChannels, int kernelSize)
    {
        if (make.Kind == ConvKind.Plain)
            return [make.PlainBlock(inChannels, inChannels, 1, kernelSize), make.PlainBlock(inChannels, outChannels, kernelSize)];
        var symmetric = kernelSize > 3 ? make with { Kind = RingConvs.Sre } : make;
        return [symmetric.Block(inChannels, outChannels, kernelSize)];
    }

    /// <summary>1×3 beside 3×1; or one symmetric 3×3 convolution: 2·width channels.</summary>
    private Module Fork(int width) => make.Kind == ConvKind.Plain
        ? new Branches(make.PlainBlock(width, width, 1, 3), make.PlainBlock(width, width, 3))
        : make.Block(width, 2 * width, 3);
}
