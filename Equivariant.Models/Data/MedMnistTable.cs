namespace Equivariant.Data;

/// <summary>
/// The 18 data sets of MedMNIST v3 (Yang et al., Scientific Data 10:41, 2023): sizes, labels and MD5 sums as its release 3.0.2
/// gives them. The table itself is <c>medmnist.json</c>.
/// </summary>
public static class MedMnistTable
{
    /// <summary>All data sets, in MedMNIST's order.</summary>
    public static IReadOnlyList<MedMnistEntry> All { get; } = EmbeddedFile.Json<MedMnistEntry[]>("medmnist.json");

    /// <summary>The data set of a name.</summary>
    /// <exception cref="DataException">There is none; the message lists those there are.</exception>
    public static MedMnistEntry Of(string name) => All.FirstOrDefault(entry => entry.Flag == name)
        ?? throw new DataException(
            $"MedMNIST has no data set '{name}'; it has {string.Join(", ", All.Select(entry => entry.Flag))}.");
}
