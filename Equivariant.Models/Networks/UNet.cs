using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// U-Net (Ronneberger et al. 2015) in the form of MONAI's BasicUNet, which Du et al. use (arXiv 2501.14592): two convolutions a
/// level, each with bias, batch norm and leaky relu (0.1); 2×2 maximum pools down; on the way up a 1×1 convolution halves the
/// channels, linear interpolation doubles the size, and the level's features are joined on.
/// </summary>
/// <remarks>
/// From [N,C,spatial…] to logits [N,classes,spatial…]; sizes are multiples of 2^(levels − 1). With symmetric kernels, or the
/// dihedral copies, it commutes exactly with every turn and mirror image on those sizes.
/// </remarks>
internal sealed class UNet : Module
{
    private readonly Module[] down, up, merge;
    private readonly Module? groupPool;
    private readonly Conv head;

    /// <summary>unet with 3×3 kernels, and sre-unet, the SRE U-Net of Du et al. 2025, with 9×9 rings; four levels, 32 channels at
    /// full size unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } = [OfFourLevels("unet", 3), OfFourLevels("sre-unet", 9, "sre")];

    /// <exception cref="ArgumentException">No widths, or settings that a layer cannot have.</exception>
    public UNet(UNetOptions options, Initializer init)
    {
        var make = new LayerFactory(options.Kind, init, options.Rank);
        int[] widths = [.. options.Widths.Select(make.Width)];
        if (widths.Length is < 1 or > 8)
            throw new ArgumentException($"A U-Net has 1 to 8 levels, not {widths.Length}.", nameof(options));
        var levels = widths.Length - 1;
        (down, up, merge) = (new Module[levels + 1], new Module[levels], new Module[levels]);
        for (var level = 0; level <= levels; level++)
        {
            Module[] twice = Twice(level == 0 ? options.InChannels : widths[level - 1], widths[level], level == 0);
            down[level] = Child($"down{level}", new Sequential(level == 0 ? twice : [new MaxPool(2), .. twice]));
        }
        for (var level = levels - 1; level >= 0; level--)
        {
            // As in BasicUNet the finest level keeps the channels that come up.
            var below = widths[level + 1];
            var raised = level == 0 ? below : Math.Max(1, below / 2);
            var enlarge = new Upsample(2, Upsampling.Linear, options.AlignCorners);
            up[level] = Child($"up{level}", raised == below ? new Sequential(enlarge)
                : new Sequential(make.Pointwise(below, raised, bias: true), enlarge));
            merge[level] = Child($"merge{level}", new Sequential(Twice(widths[level] + raised, widths[level])));
        }
        groupPool = make.GroupPool is [var pooling] ? Child("grouppool", pooling) : null;
        head = Child("head", new Conv(options.Rank, widths[0], options.Classes, 1, init));
        Description = $"UNet({options.Kind.Name}, {string.Join('×', Enumerable.Repeat(options.KernelSize, options.Rank))}, "
            + $"widths {string.Join(' ', widths)})";

        Module[] Twice(int inChannels, int outChannels, bool isFirst = false) =>
            [.. Once(inChannels, outChannels, isFirst), .. Once(outChannels, outChannels, false)];

        Module[] Once(int inChannels, int outChannels, bool isFirst) =>
        [
            make.Conv(inChannels, outChannels, options.KernelSize, isFirst: isFirst, bias: true), make.Norm(outChannels),
            Activation.LeakyRelu(0.1),
        ];
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => 1 << up.Length;

    private static NetworkKind OfFourLevels(string name, int kernelSize, string defaultConv = "plain") =>
        new(name, (config, conv, init) =>
        {
            var width = config.Width ?? 32;
            UNetOptions options = new()
            {
                Rank = config.Rank,
                InChannels = config.InChannels,
                Classes = config.Classes,
                Kind = conv,
                KernelSize = config.KernelSize(kernelSize),
                Widths = [width, width, 2 * width, 4 * width],
            };
            return new UNet(options, init);
        })
        {
            DefaultConv = defaultConv,
            IsDense = true,
        };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        LayerFactory.CheckSize(nameof(UNet), x, SizeMultiple);
        var features = new Tensor[down.Length];
        for (var level = 0; level < down.Length; level++)
            features[level] = x = down[level].Forward(x);
        for (var level = up.Length - 1; level >= 0; level--)
            x = merge[level].Forward(Ops.Concat([features[level], up[level].Forward(x)], 1));
        return head.Forward(groupPool?.Forward(x) ?? x);
    }
}

/// <summary>The shape of a <see cref="UNet"/>.</summary>
internal sealed record UNetOptions
{
    /// <summary>
    /// The SRE U-Net of Du et al. (arXiv 2501.14592) as released: 9×9 rings, widths 32, 32, 64, 128, three halvings; 274,306
    /// parameters for colour images and two classes.
    /// </summary>
    public static UNetOptions Sre(int classes = 2, int inChannels = 3) =>
        new() { Classes = classes, InChannels = inChannels, Kind = RingConvs.Sre, KernelSize = 9, AlignCorners = true };

    public int Rank { get; init; } = 2;

    public int InChannels { get; init; } = 1;

    public required int Classes { get; init; }

    /// <summary>The kind of all convolutions but the 1×1 ones.</summary>
    public ConvKind Kind { get; init; } = ConvKind.Plain;

    public int KernelSize { get; init; } = 3;

    /// <summary>
    /// Whether enlarging keeps the centres of the corner pixels, as MONAI's, instead of the image's borders. Then the result
    /// depends on the size of the image everywhere, and the image cannot be predicted in tiles.
    /// </summary>
    public bool AlignCorners { get; init; }

    /// <summary>Channels of each level, from the finest; the size halves from one to the next.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 32, 64, 128];
}
