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
public sealed class UNet : Module
{
    private readonly int factor;
    private readonly Module[] down;
    private readonly Module[] up;
    private readonly Module[] merge;
    private readonly Module? groupPool;
    private readonly Conv head;

    /// <summary>unet with 3×3 kernels, and sre-unet, the SRE U-Net of Du et al. 2025, with 9×9 rings; four levels, 32 channels at
    /// full size unless asked for otherwise.</summary>
    public static IReadOnlyList<NetworkKind> Kinds { get; } = [OfFourLevels("unet", 3), OfFourLevels("sre-unet", 9, "sre")];

    /// <summary>A U-Net with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <exception cref="ArgumentException">No widths, or settings that a layer cannot have.</exception>
    public UNet(UNetOptions options, Initializer init)
    {
        var (kind, rank) = (options.Kind, options.Rank);
        int[] widths = [.. options.Widths.Select(width => kind.Width(width))];
        if (widths.Length is < 1 or > 8)
            throw new ArgumentException($"A U-Net has 1 to 8 levels, not {widths.Length}.", nameof(options));
        var levels = widths.Length - 1;
        factor = 1 << levels;
        down = new Module[widths.Length];
        (up, merge) = (new Module[levels], new Module[levels]);
        for (var level = 0; level < widths.Length; level++)
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
                : new Sequential(kind.CreatePointwise(rank, below, raised, 1, init, bias: true), enlarge));
            merge[level] = Child($"merge{level}", new Sequential(Twice(widths[level] + raised, widths[level])));
        }
        groupPool = kind.CreatePool() is { } pool ? Child("grouppool", pool) : null;
        head = Child("head", new Conv(options.Rank, widths[0], options.Classes, 1, init));
        Description = $"UNet({kind.Name}, {string.Join('×', Enumerable.Repeat(options.KernelSize, options.Rank))}, "
            + $"widths {string.Join(' ', widths)})";

        Module[] Twice(int inChannels, int outChannels, bool isFirst = false) =>
            [.. Once(inChannels, outChannels, isFirst), .. Once(outChannels, outChannels, false)];

        Module[] Once(int inChannels, int outChannels, bool isFirst) =>
        [
            isFirst ? kind.CreateFirst(rank, inChannels, outChannels, options.KernelSize, 1, init, bias: true)
                : kind.Create(rank, inChannels, outChannels, options.KernelSize, 1, init, bias: true),
            kind.CreateNorm(outChannels, init), Activation.LeakyRelu(0.1),
        ];
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override int SizeMultiple => factor;

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
        if (x.Shape.ToArray().Skip(2).Any(extent => extent % factor != 0 || extent == 0))
        {
            throw new ShapeException($"UNet: the sizes of the input {x.Shape} must be multiples of {factor}, as it halves them "
                + $"{down.Length - 1} times; pad or crop the image.");
        }
        var features = new Tensor[down.Length];
        for (var level = 0; level < down.Length; level++)
            features[level] = x = down[level].Forward(x);
        for (var level = up.Length - 1; level >= 0; level--)
            x = merge[level].Forward(Ops.Concat([features[level], up[level].Forward(x)], 1));
        return head.Forward(groupPool?.Forward(x) ?? x);
    }
}
