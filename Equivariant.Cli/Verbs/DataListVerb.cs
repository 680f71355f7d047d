using Equivariant.Metrics;

namespace Equivariant.Cli.Verbs;

internal sealed class DataListVerb()
    : Verb("list", "Show which published data sets are here and which can be fetched, with their sizes.")
{
    public override Outcome Run(Invocation invocation)
    {
        var options = new DataOptions();
        var sets = MedMnistTable.All.Select(entry => new
        {
            Entry = entry,
            Files = entry.Md5.Keys.Select(size => Here(entry, size, options)).ToArray(),
        }).ToArray();
        return new Outcome(
            new
            {
                folder = options.DownloadFolder(),
                sets = sets.Select(set => new
                {
                    name = set.Entry.Flag,
                    spec = $"medmnist:{set.Entry.Flag}",
                    set.Entry.About,
                    task = set.Entry.Task.ToString(),
                    classes = set.Entry.ClassNames.Count,
                    set.Entry.Channels,
                    rank = set.Entry.SpatialRank,
                    images = new { set.Entry.Train, set.Entry.Validation, set.Entry.Test },
                    set.Entry.Licence,
                    files = set.Files,
                }),
            },
            terminal =>
            {
                terminal.WriteTable(["data set", "what it is", "images", "here", "to fetch (size: in memory)"],
                    sets.Select(set => (string[])
                    [
                        set.Entry.Flag, $"{set.Entry.About}; {TaskOf(set.Entry)}; {set.Entry.Licence}",
                        $"{set.Entry.Train + set.Entry.Validation + set.Entry.Test}",
                        Lines(set.Files.Where(file => file.File is not null), file => file.Bytes!.Value),
                        Lines(set.Files.Where(file => file.File is null), file => file.UnpackedBytes),
                    ]));
                terminal.Output.WriteLine(
                    $"  fetch with: equivariant data fetch NAME[,NAME…] [--size N], into {options.DownloadFolder()}");
            });
    }

    private static ListedFile Here(MedMnistEntry entry, int size, DataOptions options)
    {
        var path = MedMnistSource.Find(entry, size, options);
        return new(size, path, path is null ? null : new FileInfo(path).Length, entry.UnpackedBytes(size), entry.Url(size),
            entry.Md5[size]);
    }

    private static string TaskOf(MedMnistEntry entry) => entry.Task switch
    {
        LabelTask.BinaryClass => "two classes",
        LabelTask.MultiLabel => $"{entry.ClassNames.Count} labels",
        LabelTask.OrdinalRegression => $"{entry.ClassNames.Count} grades",
        _ => $"{entry.ClassNames.Count} classes",
    };

    private static string Lines(IEnumerable<ListedFile> files, Func<ListedFile, long> bytes) =>
        string.Join('\n', files.Select(file => $"{file.Size}: {ByteText.Of(bytes(file))}"));

    private sealed record ListedFile(int Size, string? File, long? Bytes, long UnpackedBytes, string Url, string Md5);
}
