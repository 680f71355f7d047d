using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>A model of the comparison of Gao and Ji (ICDM 2017, section IV).</summary>
internal sealed record DenseVariant(
    string Name, string Network, string Augment, TestTimeAugmentation Testing, string Description) : IComparedModel
{
    public const string Baseline = "baseline";

    /// <summary>In the order of the tables.</summary>
    public static IReadOnlyList<DenseVariant> All { get; } =
    [
        new(Baseline, "inception-fcn", "", TestTimeAugmentation.None, "ordinary convolutions"),
        new("augmented", "inception-fcn", "d4", TestTimeAugmentation.Vote,
            "the same, trained on turned and mirrored patches, tested by the vote of eight copies"),
        new("paper", "inception-fcn-paper", "", TestTimeAugmentation.None,
            "the stem's convolutions with turned, then mirrored copies and maxout"),
        new("exact", "inception-fcn-exact", "", TestTimeAugmentation.None, "all eight copies, or rings, in every layer"),
    ];
}
