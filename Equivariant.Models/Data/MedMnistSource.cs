namespace Equivariant.Data;

/// <summary>The data sets of MedMNIST, from files that are already on the machine.</summary>
internal sealed class MedMnistSource : IDataSource
{
    public string Scheme => "medmnist";

    public string Description =>
        "medmnist:NAME[?size=28|64|128|224] — one of the 18 biomedical data sets of MedMNIST, e.g. medmnist:breastmnist";

    public IEnumerable<KnownDataSet> Known(DataOptions options) => MedMnistTable.All.Select(entry => new KnownDataSet(
        $"{Scheme}:{entry.Flag}",
        $"{entry.About}; {(entry.SpatialRank == 3 ? "28³" : "28²")}{(entry.Channels == 3 ? " colour" : "")}, "
            + $"{entry.Labels.Classes} classes, {entry.Train}/{entry.Validation}/{entry.Test}; {entry.Licence}",
        Find(entry, 28, options)));

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("size");
        var entry = MedMnistTable.Of(spec.Target);
        var size = spec.Int("size", 28, 28, 224);
        var md5 = entry.Md5Of(size);
        var path = Find(entry, size, options)
            ?? throw new DataException(
                $"{entry.FileName(size)} is in none of the folders {string.Join(", ", options.SearchFolders())}; "
                + $"fetch it with 'equivariant data fetch {entry.Flag}{(size == 28 ? "" : $" --size {size}")}', download it from "
                + $"{entry.Url(size)} into one of them, or name its folder in EQUIVARIANT_DATA.");
        options.CheckMemory(entry.UnpackedBytes(size), entry.FileName(size), SmallerSize(entry, size));
        var remedy = $"download it again from {entry.Url(size)}";
        if (options.VerifyChecksum)
            Verify(path, md5, remedy);
        var (train, validation, test) = NpzSplits.Read(path, Layout(entry), remedy, _ => entry.Labels, options);
        Check(path, train, entry, size, entry.Train);
        Check(path, validation, entry, size, entry.Validation);
        Check(path, test, entry, size, entry.Test);
        return new DataSplits(spec.ToString(), $"MedMNIST, {entry.About}", entry.Licence, train, validation, test);
    }

    private static string SmallerSize(MedMnistEntry entry, int size)
    {
        var smaller = entry.Md5.Keys.Where(other => other < size).DefaultIfEmpty(0).Max();
        var spec = $"medmnist:{entry.Flag}{(smaller == 28 ? "" : $"?size={smaller}")}";
        return (smaller == 0 ? "" : $"take a smaller size, such as {spec}, or ") + "use a machine with more memory";
    }

    /// <summary>Where the file of a size is; null if in none of the folders.</summary>
    internal static string? Find(MedMnistEntry entry, int size, DataOptions options) =>
        options.SearchFolders().Select(folder => Path.Combine(folder, entry.FileName(size))).FirstOrDefault(File.Exists);

    private static string Layout(MedMnistEntry entry) => entry.SpatialRank == 3 ? "ndhw" : entry.Channels == 3 ? "nhwc" : "nhw";

    private static void Verify(string path, string expected, string remedy)
    {
        var actual = FileFetcher.Md5Async(path, remedy).GetAwaiter().GetResult();
        if (actual != expected)
        {
            throw new DataException(
                $"'{path}' has the MD5 sum {actual}, the official file {expected}: it is damaged or another version; {remedy}.");
        }
    }

    private static void Check(string path, ImageSet split, MedMnistEntry entry, int size, int count)
    {
        Shape expected = entry.SpatialRank == 3 ? [entry.Channels, size, size, size] : [entry.Channels, size, size];
        if (split.Count != count || split.ImageShape != expected)
        {
            throw new DataException(
                $"'{path}' is not {entry.Flag}: it has {split.Count} × {split.ImageShape} where {count} × {expected} "
                + $"are expected; download it again from {entry.Url(size)}, or open it as npz:{path}.");
        }
    }
}
