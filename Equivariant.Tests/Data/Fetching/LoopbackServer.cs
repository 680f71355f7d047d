using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Equivariant.Tests.Data.Fetching;

/// <summary>What a client asked for.</summary>
internal sealed record Asked(string Path, long? From, string? IfRange);

/// <summary>What the server answers: the body is announced whole and cut after <paramref name="Cut"/> bytes, and then the
/// connection ends, or stays open in silence.</summary>
internal sealed record Answer(
    int Status, byte[] Body, string Headers = "", int Cut = int.MaxValue, bool Silent = false);

/// <summary>A web server on this machine's loopback that behaves as badly as it is told to.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Asked, int, Answer> answer;
    private readonly List<Asked> requests = [];
    private readonly Task serving;

    /// <param name="answer">From a request and its number, from 0.</param>
    public LoopbackServer(Func<Asked, int, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        serving = Task.Run(ServeAsync);
    }

    /// <summary>A good server of one file.</summary>
    public LoopbackServer(byte[] file)
        : this((asked, _) => Good(asked, file))
    {
    }

    public Uri Url { get; }

    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>An honest answer, as a good server gives it: the whole, the rest, or 416.</summary>
    public static Answer Good(Asked asked, byte[] file, string tag = "\"one\"")
    {
        var headers = $"ETag: {tag}\r\nAccept-Ranges: bytes\r\n";
        if (asked.From is not { } from || (asked.IfRange is not null && asked.IfRange != tag))
            return new(200, file, headers);
        return from >= file.Length
            ? new(416, [], $"Content-Range: bytes */{file.Length}\r\n")
            : new(206, file[(int)from..], $"{headers}Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n");
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        serving.Wait(TimeSpan.FromSeconds(10));
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            var asked = await ReadAsync(stream);
            int number;
            lock (requests)
            {
                number = requests.Count;
                requests.Add(asked);
            }
            var reply = answer(asked, number);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {reply.Status} Status\r\n{reply.Headers}Content-Length: {reply.Body.Length}\r\n"
                + "Connection: close\r\n\r\n"), stop.Token);
            await stream.WriteAsync(reply.Body.AsMemory(0, Math.Min(reply.Cut, reply.Body.Length)), stop.Token);
            if (reply.Silent)
                await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or the test is over.
        }
    }

    private async Task<Asked> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(stop.Token))!.Split(' ')[1];
        long? from = null;
        string? ifRange = null;
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
            else if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase))
                ifRange = line["If-Range: ".Length..];
        }
        return new Asked(path, from, ifRange);
    }
}
