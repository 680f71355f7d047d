namespace Equivariant.Comparison;

/// <summary>
/// A published score on upright images: MedMNIST v2's benchmark (Yang et al. 2023, tables 3 and 4), as later papers quote it. The
/// original tables were not available, so scores that only one source gives are left out, as are the tables of Du et al. 2025.
/// </summary>
internal sealed record PublishedScore(string Set, string Model, double Auc, double Accuracy)
{
    private static readonly PublishedScore[] All = EmbeddedFile.Json<PublishedScore[]>("medmnist-scores.json");

    /// <summary>The scores on a data set, named by its spec, as in <c>medmnist:breastmnist</c>.</summary>
    public static IEnumerable<PublishedScore> Of(string data) =>
        All.Where(score => score.Set == data[(data.IndexOf(':') + 1)..]);
}
