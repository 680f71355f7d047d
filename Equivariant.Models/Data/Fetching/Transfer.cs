using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Equivariant.Data;

/// <summary>One request for a file, or for the rest of it, and the writing of what comes.</summary>
internal sealed class Transfer(HttpClient client, FetchOptions options)
{
    /// <summary>Asks for what the part lacks and appends it; begins anew where the server cannot go on.</summary>
    /// <exception cref="BrokenTransferException">It failed in a way that may pass.</exception>
    /// <exception cref="DataException">It failed for good.</exception>
    public async Task ContinueAsync(
        RemoteFile file, PartFile part, string folder, IProgress<FetchProgress>? progress, CancellationToken stop)
    {
        var from = part.Length;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            patience.CancelAfter(options.Silence);
            using var request = new HttpRequestMessage(HttpMethod.Get, file.Url);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                if (part.Tag is not null)
                    request.Headers.TryAddWithoutValidation("If-Range", part.Tag);
            }
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && from > 0)
                return; // All bytes are here, or too many: the MD5 sum will tell.
            var continued = response.StatusCode == HttpStatusCode.PartialContent;
            Accept(file, part, response, from);
            var total = continued ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
            CheckRoom(file, part, total, folder);
            await CopyAsync(response, part, total, progress, patience).ConfigureAwait(false);
            if (part.Length < total)
                throw new BrokenTransferException($"the connection ended after {part.Length} of {total} bytes");
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new BrokenTransferException($"nothing came for {options.Silence.TotalSeconds:0.#} s", inner: e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.NameResolutionError && from == 0)
        {
            throw new DataException(
                $"{file.Url.Host} cannot be found: is this machine connected to the network? Without a network, bring "
                + $"{file.Name} from {file.Url} by other means.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new BrokenTransferException(
                $"the connection broke ({(e.InnerException ?? e).Message.TrimEnd('.')})", inner: e);
        }
    }

    /// <summary>Makes the part ready for what comes, or says why nothing can come.</summary>
    private static void Accept(RemoteFile file, PartFile part, HttpResponseMessage response, long from)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when from > 0 && response.Content.Headers.ContentRange?.From == from:
                return;
            case HttpStatusCode.PartialContent:
                part.Restart();
                throw new BrokenTransferException("the server sent another part than it was asked for");
            case HttpStatusCode.OK:
                part.Restart(TagOf(response));
                return;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new BrokenTransferException($"the server answers {status}", PauseOf(response));
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw new DataException(
                    $"{file.Name} is not at {file.Url} ({status}); look for a newer version of this program, or for the file on "
                    + "https://medmnist.com.");
            default:
                throw new DataException($"{file.Name} cannot be fetched: {file.Url} answers {status}; try again later, "
                    + "or fetch from a mirror with --from.");
        }
    }

    /// <summary>What If-Range may hold: a strong entity tag, else the date of the last change.</summary>
    private static string? TagOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);

    private static TimeSpan? PauseOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null : after.Delta ?? after.Date - DateTimeOffset.UtcNow;

    private void CheckRoom(RemoteFile file, PartFile part, long? total, string folder)
    {
        var (needed, free) = (total - part.Length ?? 0, options.FreeSpace(folder));
        if (needed > free)
        {
            throw new DataException(
                $"{file.Name} needs {ByteText.Of(needed)} more, the disk of '{folder}' has {ByteText.Of(free)}; "
                + "make room, or name another folder with --to.");
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, PartFile part, long? total, IProgress<FetchProgress>? progress,
        CancellationTokenSource patience)
    {
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        while (true)
        {
            patience.CancelAfter(options.Silence);
            var count = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (count == 0)
                return;
            part.Append(buffer.AsMemory(0, count));
            progress?.Report(new(part.Length, total));
        }
    }
}

/// <summary>A transfer that failed in a way that may pass: worth another try.</summary>
internal sealed class BrokenTransferException(string reason, TimeSpan? pause = null, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>The pause that the server asks for; null if it does not.</summary>
    public TimeSpan? Pause => pause;
}
