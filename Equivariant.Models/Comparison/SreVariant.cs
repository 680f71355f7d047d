using Equivariant.Layers;
using Equivariant.Networks;

namespace Equivariant.Comparison;

/// <summary>
/// A model of the comparison of Du et al. (SRE-Conv, 2025): one kind of convolution, or one way of training.
/// Conv: A name of <see cref="ConvKind.ByName"/>.
/// Augment: random changes of training images beyond those that all models get; may be empty.
/// </summary>
internal sealed record SreVariant(string Name, string Conv, string Augment) : IComparedModel
{
    public const string Baseline = "plain";

    private static readonly Dictionary<string, string> Descriptions = new()
    {
        [Baseline] = "ordinary convolutions",
        ["augmented"] = "the same, trained on turned images",
        ["sre"] = "rings (SRE-Conv)",
        ["gmr"] = "Gaussian rings of learned widths (GMR-Conv)",
        ["rot4"] = "four turned copies of each kernel, maxout in every layer (Gao and Ji 2017)",
        ["d4"] = "eight turned and mirrored copies of each kernel, maxout in every layer",
        ["p4"] = "group convolutions over four turns (Cohen and Welling 2016)",
        ["p4m"] = "group convolutions over four turns and their mirror images",
        ["rot24"] = "24 turned copies of each kernel, maxout in every layer",
        ["cube24"] = "group convolutions over the 24 turns of the cube",
        ["cube48"] = "group convolutions over all 48 symmetries of the cube",
    };

    /// <summary>All of them: one for each kind of convolution, and the plain one trained on turned images.</summary>
    public static IReadOnlyList<SreVariant> All { get; } =
    [
        .. Descriptions.Keys.Concat(ConvKind.ByName.Keys).Distinct()
            .Select(name => name == "augmented" ? new SreVariant(name, "plain", "rotate:180:bilinear") : new(name, name, ""))
            .Where(variant => ConvKind.ByName.ContainsKey(variant.Conv)),
    ];

    /// <summary>Those that are compared unless <c>--models</c> names others.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        [Baseline, "augmented", "sre", "gmr", "rot4", "p4", "p4m", "rot24", "cube24"];

    public string Description => Descriptions.GetValueOrDefault(Name, $"convolutions of the kind '{Conv}'");

    /// <summary>Whether there is one for images (2) or volumes (3) in this form: the kinds know what they can turn.</summary>
    public bool IsFor(bool full, int rank)
    {
        try
        {
            Network(full, rank, 1, 2, 8).Create(new Initializer(new Rng(0))).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The network: a small CNN, or the full form, ResNet-18. The models of the small form differ in the kernels
    /// alone; in the full form, exact kinds average where the plain network strides, as the paper's do.</summary>
    public ModelConfig Network(bool full, int rank, int channels, int classes, int? width)
    {
        var rings = Conv is "sre" or "gmr";
        (string Name, int[] Kernels) form = (full, Conv == "plain", rank) switch
        {
            (false, _, 2) => ("small-cnn", [rings ? 9 : 3]),
            (false, _, _) => ("small-cnn", [rings ? 5 : 3]),
            (true, true, 2) => ("resnet18", [3]),
            (true, true, _) => ("r3d18", [3]),
            (true, _, 2) => ("sre-resnet18", rings ? [9, 9, 5, 5] : [3]),
            _ => ("sre-r3d18", [rings ? 5 : 3]),
        };
        return new()
        {
            Name = form.Name,
            Conv = Conv,
            Width = width,
            KernelSizes = form.Kernels,
            InChannels = channels,
            Classes = classes,
            Rank = rank,
        };
    }
}
