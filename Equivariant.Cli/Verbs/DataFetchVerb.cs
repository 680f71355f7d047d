namespace Equivariant.Cli.Verbs;

internal sealed class DataFetchVerb()
    : Verb("fetch", "Download data sets, check their MD5 sums and keep them; goes on where a download stopped.")
{
    private readonly Argument<string> names = new("NAME[,NAME…]")
    {
        Description = "MedMNIST's sets to fetch, such as breastmnist,organmnist3d; see 'equivariant data list'.",
    };
    private readonly Option<int?> size = Options.Int(
        "--size", "Edge length of the images: 28, 64, 128 or 224, of volumes 28 or 64. Without it: 28.", 1, 4096);
    private readonly Option<string?> to = Options.Text(
        "--to", "DIR", "The folder to fetch into. Without it: that in EQUIVARIANT_DATA, else ~/.medmnist.");
    private readonly Option<string?> from = Options.Text(
        "--from", "URL", "A mirror: a folder on the web with the files. Without it: Zenodo, where MedMNIST publishes them.");

    public override Outcome Run(Invocation invocation)
    {
        var mirror = Mirror(invocation.Value(from));
        var edge = invocation.Value(size) ?? 28;
        var wanted = Wanted(invocation.Value(names)!, edge, mirror);
        var options = new DataOptions { Folder = invocation.Value(to) };
        using var client = FileFetcher.NewClient();
        var fetcher = new FileFetcher(client);
        var files = wanted.Select(file => (file.Name, File: Fetch(invocation, fetcher, file.File, options))).ToArray();
        return new Outcome(
            new
            {
                files = files.Select(file => new
                {
                    file.Name,
                    size = edge,
                    file = file.File.Path,
                    file.File.Bytes,
                    file.File.Fetched,
                    file.File.ResumedFrom,
                    file.File.SetAside,
                }),
            },
            terminal =>
            {
                foreach (var (_, file) in files)
                {
                    terminal.Output.WriteLine(
                        $"{file.Path}: {ByteText.Of(file.Bytes)}, {(file.Fetched ? "fetched" : "was here")}, MD5 sum right"
                        + (file.SetAside is null ? "" : $"; the damaged file that was there is now {file.SetAside}"));
                }
            });
    }

    private static Uri? Mirror(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new WrongArgumentsException($"--from wants an address that begins with http:// or https://, not '{text}'.");
    }

    private static (string Name, RemoteFile File)[] Wanted(string names, int size, Uri? mirror)
    {
        try
        {
            return [.. names.Split(',', StringSplitOptions.TrimEntries)
                .Select(name => name.StartsWith("medmnist:", StringComparison.Ordinal) ? name["medmnist:".Length..] : name)
                .Distinct().Select(name => (name, MedMnistTable.Of(name).Remote(size, mirror)))];
        }
        catch (DataException e)
        {
            throw new WrongArgumentsException(e.Message);
        }
    }

    private static FetchedFile Fetch(Invocation invocation, FileFetcher fetcher, RemoteFile file, DataOptions options)
    {
        var folders = options.Folder is null ? options.SearchFolders() : [options.DownloadFolder()];
        foreach (var path in folders.Select(folder => Path.Combine(folder, file.Name)).Where(File.Exists))
        {
            if (FileFetcher.IsWholeAsync(path, file.Md5, invocation.Stop).GetAwaiter().GetResult())
                return new FetchedFile(path, new FileInfo(path).Length, Fetched: false);
        }
        try
        {
            return FetchView.Show(invocation.Terminal, file.Name, progress =>
                fetcher.FetchAsync(file, options.DownloadFolder(), progress, invocation.Stop).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (invocation.Stop.IsCancellationRequested)
        {
            throw new WorkFailedException(
                $"{file.Name} was stopped; what has arrived is kept, the same command goes on from there.");
        }
    }
}
