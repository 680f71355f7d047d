using System.Globalization;
using System.Security.Cryptography;

namespace Equivariant.Data;

/// <summary>
/// Downloads files that have a known MD5 sum. What has arrived stays in <c>FILE.part</c> when a download is stopped, and the next
/// one goes on from there; a file gets its name only when its sum is right, and one that has it is never touched.
/// </summary>
internal sealed class FileFetcher(HttpClient client, FetchOptions? patience = null)
{
    private readonly FetchOptions options = patience ?? new FetchOptions();

    /// <summary>A client without a limit on the time of a whole download; silence ends it instead.</summary>
    public static HttpClient NewClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("equivariant/0.1");
        return client;
    }

    /// <summary>Brings a file into a folder, which is made if needed, unless it is there and whole. What has arrived when
    /// <paramref name="stop"/> ends the download stays for the next one.</summary>
    /// <exception cref="DataException">The file cannot be had or written; a sentence says why and what to do.</exception>
    public async Task<FetchedFile> FetchAsync(
        RemoteFile file, string folder, IProgress<FetchProgress>? progress = null, CancellationToken stop = default)
    {
        PartFile.Guarded(folder, () => Directory.CreateDirectory(folder));
        var path = Path.Combine(folder, file.Name);
        var damaged = File.Exists(path);
        if (damaged && await IsWholeAsync(path, file.Md5, stop).ConfigureAwait(false))
            return new FetchedFile(path, new FileInfo(path).Length, Fetched: false);

        using var part = PartFile.Open(path + ".part");
        var had = part.Length;
        try
        {
            await FillAsync(file, part, folder, progress, stop).ConfigureAwait(false);
        }
        catch when (part.Length == 0)
        {
            part.Remove();
            throw;
        }
        var aside = path + ".damaged";
        part.Finish(path, aside);
        return new FetchedFile(path, part.Length, Fetched: true, part.Restarted ? 0 : had, damaged ? aside : null);
    }

    /// <summary>Whether a file has an MD5 sum.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static async Task<bool> IsWholeAsync(string path, string md5, CancellationToken stop = default) =>
        await Md5Async(path, "move it away and fetch again", stop).ConfigureAwait(false) == md5;

    /// <exception cref="DataException">The file cannot be read.</exception>
    public static async Task<string> Md5Async(string path, string remedy, CancellationToken stop = default)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, stop).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}; {remedy}.", e);
        }
    }

    /// <summary>Tries until the part is the whole file.</summary>
    private async Task FillAsync(
        RemoteFile file, PartFile part, string folder, IProgress<FetchProgress>? progress, CancellationToken stop)
    {
        var transfer = new Transfer(client, options);
        var (farthest, failures, wrongSums) = (part.Length, 0, 0);
        while (true)
        {
            BrokenTransferException broken;
            try
            {
                await transfer.ContinueAsync(file, part, folder, progress, stop).ConfigureAwait(false);
                var sum = part.Md5(stop);
                if (sum == file.Md5)
                    return;
                // What an earlier download left may be of another version: that does not count against the server.
                if (part.Restarted && ++wrongSums >= options.WrongSums)
                {
                    part.Remove();
                    throw new DataException(
                        $"What {file.Url} sends has the MD5 sum {sum}, the official file {file.Md5}; it was removed; "
                        + "try again later, or fetch from a mirror with --from.");
                }
                part.Restart();
                farthest = 0;
                broken = new BrokenTransferException($"what arrived has the MD5 sum {sum}, not {file.Md5}, and is left out");
            }
            catch (BrokenTransferException e)
            {
                broken = e;
            }
            failures = part.Length > farthest ? 1 : failures + 1;
            farthest = Math.Max(farthest, part.Length);
            if (failures >= options.Attempts)
            {
                throw new DataException(
                    $"{file.Name} cannot be fetched from {file.Url.Host}: {broken.Message}, {failures} times in a row; "
                    + $"try again later ({part.Length.ToString("#,0", CultureInfo.InvariantCulture)} bytes are kept), "
                    + $"or bring it from {file.Url} by other means.", broken);
            }
            var pause = Pause(failures, broken.Pause);
            progress?.Report(new(part.Length, null, $"{broken.Message}; trying again in {pause.TotalSeconds:0.#} s"));
            await Task.Delay(pause, stop).ConfigureAwait(false);
        }
    }

    private TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var doubled = options.FirstPause * Math.Pow(2, failures - 1);
        var wanted = asked > doubled ? asked.Value : doubled;
        return wanted < options.LongestPause ? wanted : options.LongestPause;
    }
}
