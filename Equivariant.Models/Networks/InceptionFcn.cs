using Equivariant.Layers;
using static Equivariant.Networks.DenseBlocks;

namespace Equivariant.Networks;

/// <summary>
/// The fully convolutional Inception network of Gao and Ji (ICDM 2017, section IV.A and Fig. 5): Stem, Inception A, Reduction A,
/// Inception B, Reduction B, Inception C; the results of Stem, Inception A and Inception B, and here also Inception C, brought
/// back up by transposed convolutions and joined for a label a pixel.
/// </summary>
/// <remarks>
/// The paper gives neither widths nor strides. Here, with w = <see cref="InceptionFcnOptions.Width"/>: the stem keeps the size
/// (its two 3×3 convolutions, w channels), as membranes are a few pixels thin; a 2×2 pool leads to Inception A (8w channels, half
/// the size), Inception B has 12w at a quarter, Inception C 12w at an eighth. What comes back up has w/2 channels from each, and
/// two 1×1 convolutions make the logits. From [N,C,H,W] to [N,classes,H,W], H and W multiples of 8. With a body and stem of
/// dihedral copies or rings every layer is exact on those sizes; the paper's stem keeps nothing, nor do ordinary convolutions
/// behind any stem.
/// </remarks>
public sealed class InceptionFcn : Module
{
    private const int Factor = 8;

    private readonly Module stem, inceptionA, reductionA, inceptionB, reductionB, inceptionC, raiseA, raiseB, head;
    private readonly Module? raiseC;
    private readonly MaxPool pool;

    /// <summary>The networks of the paper's comparison (section IV): inception-fcn, the baseline of ordinary convolutions;
    /// inception-fcn-paper, with turned, then mirrored copies in the stem, exact under nothing; inception-fcn-exact, with
    /// dihedral copies, or rings, in all layers.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } =
    [
        OfStem("inception-fcn", options => options),
        OfStem("inception-fcn-paper", options => options with
        {
            FirstStem = OrientedConvs.Rotation4,
            SecondStem = OrientedConvs.PaperFlips,
        }),
        OfStem("inception-fcn-exact", options => options) with { DefaultConv = "d4" },
    ];

    /// <summary>A network with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <exception cref="ArgumentException">A width that is not an even number from 2 on, or settings that a layer cannot
    /// have.</exception>
    public InceptionFcn(InceptionFcnOptions options, Initializer init)
    {
        var (w, body) = (options.Width, options.Body);
        if (w < 2 || w % 2 != 0)
            throw new ArgumentException($"The width of an InceptionFcn is an even number from 2 on, not {w}.", nameof(options));
        stem = Child("stem", new Sequential(
            Conv(options.FirstStem, options.InChannels, w, 3, init), Conv(options.SecondStem, w, w, 3, init)));
        pool = Child("pool", new MaxPool(2));
        inceptionA = Child("inceptionA", InceptionBlocks.A(body, w, 2 * w, init));
        reductionA = Child("reductionA", InceptionBlocks.Reduction(body, 8 * w, 2 * w, init));
        inceptionB = Child("inceptionB", InceptionBlocks.B(body, 10 * w, 3 * w, init));
        reductionB = Child("reductionB", InceptionBlocks.Reduction(body, 12 * w, 2 * w, init));
        inceptionC = Child("inceptionC", InceptionBlocks.C(body, 14 * w, 2 * w, init));
        raiseA = Child("raiseA", Raise(8 * w, 1));
        raiseB = Child("raiseB", Raise(12 * w, 2));
        raiseC = options.UseInceptionC ? Child("raiseC", Raise(12 * w, 3)) : null;
        var joined = w + ((raiseC is null ? 2 : 3) * (w / 2));
        head = Child("head", new Sequential(Pointwise(joined, 2 * w, init), new Conv(2, 2 * w, options.Classes, 1, init)));
        Description = $"InceptionFcn({(options.FirstStem.Name == body.Name && options.SecondStem.Name == body.Name ? body.Name
            : $"stem {options.FirstStem.Name} {options.SecondStem.Name}, {body.Name}")}, width {w})";

        Sequential Raise(int channels, int doublings) => new(
            [Pointwise(channels, w / 2, init), .. Enumerable.Range(0, doublings).Select(_ => Double(body, w / 2, w / 2, init))]);
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => Factor;

    private static NetworkKind OfStem(string name, Func<InceptionFcnOptions, InceptionFcnOptions> change) =>
        new(name, (config, conv, init) =>
        {
            // Its branches mix channels by ordinary 1×1 convolutions, and its lines are kernels that no group turns into squares.
            Check(config, orientations: false);
            InceptionFcnOptions options = new()
            {
                InChannels = config.InChannels,
                Classes = config.Classes,
                Width = config.Width ?? 16,
                FirstStem = conv,
                SecondStem = conv,
                Body = conv,
            };
            return new InceptionFcn(change(options), init);
        })
        {
            IsDense = true,
            Ranks = [2],
        };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        CheckSize(nameof(InceptionFcn), x, Factor);
        var s = stem.Forward(x);
        var a = inceptionA.Forward(pool.Forward(s));
        var b = inceptionB.Forward(reductionA.Forward(a));
        var joined = new List<Tensor> { s, raiseA.Forward(a), raiseB.Forward(b) };
        if (raiseC is not null)
            joined.Add(raiseC.Forward(inceptionC.Forward(reductionB.Forward(b))));
        return head.Forward(Ops.Concat([.. joined], 1));
    }
}
