using System.Security.Cryptography;

namespace Equivariant.Tests.Data.Fetching;

/// <summary>Whatever the server does, in the end there is the right file, or none and one sentence.</summary>
public sealed class FileFetcherTests : FolderTests
{
    private static readonly byte[] Contents = Random(300_000, 1);

    private static readonly FetchOptions Fast = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(4),
        // Long: on a machine with much else to do, answers come late.
        Silence = TimeSpan.FromSeconds(30),
        Attempts = 3,
    };

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private string Target => PathOf("set.npz");

    private string Part => Target + ".part";

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    [Fact]
    public async Task AFileArrivesOnceAndIsThenLeftAlone()
    {
        using var server = new LoopbackServer(Contents);
        var told = new List<FetchProgress>();
        var first = await FetchAsync(server, report: told.Add);
        Assert.Equal(new FetchedFile(Target, Contents.Length, Fetched: true), first);
        Assert.Equal(1, Folder.Count);
        Assert.Equal(told.Select(progress => progress.Done), told.Select(progress => progress.Done).Order());
        Assert.Equal((Contents.Length, Contents.Length), (told[^1].Done, told[^1].Total));

        var time = File.GetLastWriteTimeUtc(Target);
        Assert.Equal(first with { Fetched = false }, await FetchAsync(server));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Target));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(99_999)]
    public async Task ABrokenConnectionGoesOnWhereItBroke(int cut)
    {
        // Every answer brings at least a quarter of the rest, so that the download ends.
        using var server = new LoopbackServer((asked, _) =>
        {
            var whole = LoopbackServer.Good(asked, Contents);
            return asked.From > 250_000 ? whole : whole with { Cut = cut + (int)(asked.From ?? 0) };
        });
        await FetchAsync(server, Fast with { Attempts = 2 });
        Assert.True(server.Requests.Count > 1);
        Assert.All(server.Requests.Skip(1), asked => Assert.Equal("\"one\"", asked.IfRange));
        var from = server.Requests.Select(asked => asked.From ?? 0).ToArray();
        Assert.Equal(from.Order(), from);
        Assert.Equal(cut, from[1]);
    }

    [Fact]
    public async Task SilenceCountsAsABrokenConnection()
    {
        using var server = new LoopbackServer((asked, number) =>
            LoopbackServer.Good(asked, Contents) with { Cut = number == 0 ? 1000 : int.MaxValue, Silent = number == 0 });
        var told = new List<FetchProgress>();
        await FetchAsync(server, Fast with { Silence = TimeSpan.FromSeconds(1.5) }, told.Add);
        Assert.Equal([null, 1000], server.Requests.Select(asked => asked.From));
        Assert.Contains(told, progress => progress.Trouble?.Contains("nothing came for 1.5 s") == true);
    }

    [Fact]
    public async Task AStoppedDownloadLeavesItsPartForTheNext()
    {
        using var server = new LoopbackServer((asked, number) =>
            LoopbackServer.Good(asked, Contents) with { Cut = number == 0 ? 100_000 : int.MaxValue, Silent = number == 0 });
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(
            server, Fast with { Silence = TimeSpan.FromMinutes(1) }, progress =>
            {
                if (progress.Done >= 100_000)
                    stop.Cancel();
            }, stop.Token));
        Assert.False(File.Exists(Target));
        Assert.Equal(Contents[..100_000], File.ReadAllBytes(Part));

        Assert.Equal(100_000, (await FetchAsync(server)).ResumedFrom);
        Assert.Equal((100_000L, "\"one\""), (server.Requests[1].From, server.Requests[1].IfRange));
        Assert.Equal(1, Folder.Count);
    }

    [Fact]
    public async Task APartOfAnotherVersionIsLeftOut()
    {
        File.WriteAllBytes(Part, Random(1000, 2));
        File.WriteAllText(Part + ".tag", "\"old\"");
        using (var honest = new LoopbackServer(Contents))
        {
            await FetchAsync(honest);
            Assert.Equal("\"old\"", Assert.Single(honest.Requests).IfRange);
        }

        // Also where the server does not look at If-Range: the sum of the mixture is wrong.
        File.Delete(Target);
        File.WriteAllBytes(Part, Random(1000, 2));
        using var careless = new LoopbackServer((asked, _) => LoopbackServer.Good(asked with { IfRange = null }, Contents));
        Assert.Equal(0, (await FetchAsync(careless, Fast with { WrongSums = 1 })).ResumedFrom);
        Assert.Equal([1000, null], careless.Requests.Select(asked => asked.From));
    }

    /// <summary>What a server does, what an earlier download left, and where each request begins.</summary>
    [Theory]
    [InlineData("good", 300_000, new[] { 300_000 }, 300_000)]
    [InlineData("good", 300_001, new[] { 300_001, 0 }, 0)]
    [InlineData("ignores ranges", 150_000, new[] { 150_000 }, 0)]
    [InlineData("sends another part first", 1000, new[] { 1000, 0 }, 0)]
    [InlineData("corrupts the first transfer", 0, new[] { 0, 0 }, 0)]
    public async Task WhateverAServerDoesTheFileBecomesWhole(string behaviour, int part, int[] requests, int used)
    {
        if (part > 0)
            File.WriteAllBytes(Part, part > Contents.Length ? [.. Contents, 1] : Contents[..part]);
        using var server = new LoopbackServer((asked, number) => (behaviour, number) switch
        {
            ("ignores ranges", _) => new(200, Contents),
            ("sends another part first", 0) =>
                new(206, Contents[500..], $"Content-Range: bytes 500-{Contents.Length - 1}/{Contents.Length}\r\n"),
            ("corrupts the first transfer", 0) => LoopbackServer.Good(asked, Random(Contents.Length, 3)),
            _ => LoopbackServer.Good(asked, Contents),
        });
        Assert.Equal(used, (await FetchAsync(server)).ResumedFrom);
        Assert.All(server.Requests, asked => Assert.Null(asked.IfRange));
        Assert.Equal(requests, server.Requests.Select(asked => (int)(asked.From ?? 0)));
    }

    [Fact]
    public async Task AFileThatIsAlwaysWrongIsRemovedAndSaidSo()
    {
        var wrong = Random(1000, 4);
        using var server = new LoopbackServer((asked, _) => LoopbackServer.Good(asked, wrong));
        var message = await RefusalAsync(server);
        Assert.All([Sum(wrong), Sum(Contents), "removed"], part => Assert.Contains(part, message));
        Assert.Equal(0, Folder.Count);
        Assert.Equal(Fast.WrongSums, server.Requests.Count);
    }

    [Fact]
    public async Task ADamagedFileIsSetAsideOnlyWhenTheRightOneIsThere()
    {
        File.WriteAllText(Target, "damaged");
        using (var broken = new LoopbackServer((_, _) => new(503, [])))
            await RefusalAsync(broken);
        Assert.Equal("damaged", File.ReadAllText(Target));
        using var server = new LoopbackServer(Contents);
        Assert.Equal("damaged", File.ReadAllText((await FetchAsync(server)).SetAside!));
    }

    [Fact]
    public async Task ABusyServerIsAskedAgainAFewTimes()
    {
        using var server = new LoopbackServer((asked, number) => number < 2
            ? new(number == 0 ? 503 : 429, [], "Retry-After: 0\r\n") : LoopbackServer.Good(asked, Contents));
        await FetchAsync(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(503, 3, "the server answers 503 Status, 3 times in a row")]
    [InlineData(404, 1, "is not at http://127.0.0.1")]
    [InlineData(410, 1, "is not at http://127.0.0.1")]
    [InlineData(403, 1, "answers 403")]
    [InlineData(301, 1, "answers 301")]
    public async Task WhatWillNotPassIsSaidAtOnce(int status, int requests, string reason)
    {
        using var server = new LoopbackServer((_, _) => new(status, []));
        Assert.Contains(reason, await RefusalAsync(server));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task NoServerAndNoNetworkAreSaidAndWhatCameIsKept()
    {
        File.WriteAllBytes(Part, Contents[..1000]);
        var server = new LoopbackServer(Contents);
        server.Dispose();
        var message = await RefusalAsync(server);
        Assert.All(["the connection broke", "1,000 bytes are kept"], part => Assert.Contains(part, message));
        Assert.Equal(1000, new FileInfo(Part).Length);

        var nowhere = new RemoteFile(new("http://no-such-host.invalid/x"), "x", Sum([]));
        var error = await Assert.ThrowsAsync<DataException>(() => new FileFetcher(client).FetchAsync(nowhere, Folder.Path));
        Assert.Contains("connected to the network", error.Message);
    }

    [Fact]
    public async Task TroubleWithTheDiskIsSaid()
    {
        using var server = new LoopbackServer(Contents);
        var message = await RefusalAsync(server, Fast with { FreeSpace = _ => 1234 });
        Assert.All(["needs 300 kB more", "has 1.2 kB"], part => Assert.Contains(part, message));
        Assert.Equal(0, Folder.Count);

        using (PartFile.Open(Part))
            Assert.Contains("another download is at it", await RefusalAsync(server));
        File.Delete(Part);
        if (File.Exists("/dev/full"))
        {
            File.CreateSymbolicLink(Part, "/dev/full");
            Assert.Contains("the disk is full", await RefusalAsync(server));
            Assert.Equal(2, server.Requests.Count);
            File.Delete(Part);
        }
        await FetchAsync(server);
    }

    private static byte[] Random(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    /// <summary>A download that ends well ends with the right file.</summary>
    private async Task<FetchedFile> FetchAsync(
        LoopbackServer server, FetchOptions? options = null, Action<FetchProgress>? report = null, CancellationToken stop = default)
    {
        var fetched = await new FileFetcher(client, options ?? Fast).FetchAsync(
            new(new(server.Url, "set.npz"), "set.npz", Sum(Contents)), Folder.Path, new Callback(report ?? (_ => { })), stop);
        Assert.Equal(Contents, File.ReadAllBytes(Target));
        return fetched;
    }

    private async Task<string> RefusalAsync(LoopbackServer server, FetchOptions? options = null) =>
        (await Assert.ThrowsAsync<DataException>(() => FetchAsync(server, options))).Message;

    private sealed class Callback(Action<FetchProgress> report) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => report(value);
    }
}
