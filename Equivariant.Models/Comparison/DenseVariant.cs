using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>A model of the comparison of Gao and Ji (ICDM 2017, section IV).</summary>
/// <param name="Name">As results name it.</param>
/// <param name="Network">A name of <see cref="Networks.NetworkKind.ByName"/>.</param>
/// <param name="Augment">Random changes of training patches.</param>
/// <param name="Testing">What is done with turned copies when it is tested.</param>
/// <param name="Description">What it is, in a line.</param>
internal sealed record DenseVariant(
    string Name, string Network, string Augment, TestTimeAugmentation Testing, string Description) : IComparedModel
{
    /// <summary>The model that the others are compared with.</summary>
    public const string Baseline = "baseline";

    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyList<DenseVariant> All { get; } =
    [
        new(Baseline, "inception-fcn", "", TestTimeAugmentation.None, "ordinary convolutions"),
        new("augmented", "inception-fcn", "d4", TestTimeAugmentation.Vote,
            "the same, trained on turned and mirrored patches, tested by the vote of eight copies"),
        new("paper", "inception-fcn-paper", "", TestTimeAugmentation.None,
            "the stem's convolutions with turned, then mirrored copies and maxout"),
        new("exact", "inception-fcn-exact", "", TestTimeAugmentation.None, "all eight copies, or rings, in every layer"),
    ];

    /// <summary>The model of a name.</summary>
    /// <exception cref="ArgumentException">There is no such model; the message lists those there are.</exception>
    public static DenseVariant Parse(string name) => All.FirstOrDefault(variant => variant.Name == name)
        ?? throw new ArgumentException(
            $"There is no model '{name}' in this comparison; "
            + $"there are {string.Join(", ", All.Select(variant => variant.Name))}.");
}
