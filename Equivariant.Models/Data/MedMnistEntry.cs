using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>One data set of MedMNIST: its name, what the images show, how many images the splits have, and the MD5 sum of the
/// file for each size of image it comes in.</summary>
internal sealed record MedMnistEntry(
    string Flag, string About, LabelTask Task, int Channels, int Train, int Validation, int Test,
    IReadOnlyList<string> ClassNames, IReadOnlyDictionary<int, string> Md5, string Licence = "CC BY 4.0")
{
    /// <summary>2 for images, 3 for volumes.</summary>
    public int SpatialRank => Flag.EndsWith("3d", StringComparison.Ordinal) ? 3 : 2;

    public LabelInfo Labels => new(Task, ClassNames.Count, ClassNames);

    public string FileName(int size) => size == 28 ? $"{Flag}.npz" : $"{Flag}_{size}.npz";

    public string Url(int size) => $"https://zenodo.org/records/10519652/files/{FileName(size)}?download=1";

    /// <summary>Bytes of all its images of a size: what they take in memory. Files are deflated and smaller.</summary>
    public long UnpackedBytes(int size) => (long)Math.Pow(size, SpatialRank) * Channels * (Train + Validation + Test);

    /// <exception cref="DataException">There are no images of this size.</exception>
    public string Md5Of(int size) => Md5.TryGetValue(size, out var md5)
        ? md5
        : throw new DataException($"{Flag} comes in the sizes {string.Join(", ", Md5.Keys)}, not {size}.");

    /// <summary>The file of a size, to fetch from <paramref name="mirror"/>, a folder on the web that holds the files by their
    /// names, or from the place of publication.</summary>
    /// <exception cref="DataException">There are no images of this size.</exception>
    public RemoteFile Remote(int size, Uri? mirror = null) => new(
        mirror is null ? new Uri(Url(size)) : new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{FileName(size)}"),
        FileName(size), Md5Of(size));
}

/// <summary>
/// The 18 data sets of MedMNIST v3 (Yang et al., Scientific Data 10:41, 2023): sizes, labels and MD5 sums as its release 3.0.2
/// gives them. The table itself is <c>medmnist.json</c>.
/// </summary>
internal static class MedMnistTable
{
    /// <summary>All data sets, in MedMNIST's order.</summary>
    public static IReadOnlyList<MedMnistEntry> All { get; } = EmbeddedFile.Json<MedMnistEntry[]>("medmnist.json");

    /// <exception cref="DataException">There is none; the message lists those there are.</exception>
    public static MedMnistEntry Of(string name) => All.FirstOrDefault(entry => entry.Flag == name)
        ?? throw new DataException(
            $"MedMNIST has no data set '{name}'; it has {string.Join(", ", All.Select(entry => entry.Flag))}.");
}
