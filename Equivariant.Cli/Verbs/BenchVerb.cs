using Equivariant.Benchmarks;
using Equivariant.Cli.Benchmarks;
using Equivariant.Cpu;

namespace Equivariant.Cli.Verbs;

internal sealed class BenchVerb() : Verb(
    "bench",
    "Time convolutions and networks, each against a plain 3×3 convolution.", 80)
{
    private const int Rounds = 9, QuickRounds = 1, QuickImages = 2;

    private readonly Option<string?> filter = Options.Text(
        "--filter", "TEXT", "Only rows with this in their name; several texts with commas between them.");
    private readonly Option<string?> force = Options.Choice(
        "--force", "How convolutions are computed, where they can be; plain: nothing is tuned. Without it: by counted work.",
        "plain", "dense", "factorised", "staged");
    private readonly Option<int?> rounds = Options.Int("--rounds", $"Measurements of each row. Without it: {Rounds}.", 1, 1000);
    private readonly Option<int?> batch = Options.Int(
        "--batch", "Images in a pass. Without it: each row's own, as in the tables of docs/performance.md.", 1, 1 << 16);
    private readonly Option<bool> peer = Options.Flag(
        "--peer", "Time PyTorch in turn with this library, on the same GPU if there is one (benchmarks/peer_torch.py).");
    private readonly Option<bool> quick = Options.Flag(
        "--quick", $"Only see that it runs: {QuickRounds} measurement of {QuickImages} images.");

    public override Outcome Run(Invocation invocation)
    {
        var cases = Chosen(invocation.Value(filter));
        var path = invocation.Value(force) is { } word
            ? Enum.Parse<SymmetricConvPath>(word, ignoreCase: true) : SymmetricConvPath.Auto;
        using var device = invocation.OpenDevice(path);
        var threads = device is CpuDevice cpu ? cpu.Threads : invocation.Threads ?? Environment.ProcessorCount;
        using var torch = invocation.Value(peer) ? StartPeer(invocation, device, threads) : null;
        var small = invocation.Value(quick);
        var images = invocation.Value(batch) ?? (small ? QuickImages : null);
        var rng = new Rng((ulong)(invocation.Seed ?? 0));
        var count = invocation.Value(rounds) ?? (small ? QuickRounds : Rounds);
        var rows = WorkView.Show(invocation.Terminal, $"timing {cases.Count} rows", progress =>
            new BenchRun(device, torch, invocation.Stop).Run(cases, count, images, rng, progress));
        if (path != SymmetricConvPath.Auto)
            TellOfOtherWays(invocation, path, rows);
        var machine = Machine.Describe(device);
        return new Outcome(
            new { machine, threads, rows }, terminal => BenchTable.Show(terminal, machine, threads, rows, torch?.Name));
    }

    private static IReadOnlyList<BenchCase> Chosen(string? filter)
    {
        var all = BenchCase.All;
        if (filter is null)
            return all;
        var chosen = new HashSet<string>();
        foreach (var text in filter.Split(',', StringSplitOptions.TrimEntries))
        {
            var found = all.Where(row => text.Length > 0 && row.Name.Contains(text, StringComparison.Ordinal)).ToArray();
            if (found.Length == 0)
                throw new WrongArgumentsException(
                    $"--filter: no row has '{text}' in its name; there are {string.Join(", ", all.Select(row => row.Name))}.");
            chosen.UnionWith(found.Select(row => row.Name));
        }
        return [.. all.Where(row => chosen.Contains(row.Name))];
    }

    private static void TellOfOtherWays(Invocation invocation, SymmetricConvPath forced, IEnumerable<BenchRow> rows)
    {
        foreach (var others in rows.Where(row => row.Way != forced).GroupBy(row => row.Way))
        {
            var names = string.Join(", ", others.Select(row => row.Name));
            invocation.Terminal.Error.WriteLine($"no {forced} way, computed {others.Key}: {names}".ToLowerInvariant());
        }
    }

    private static TorchPeer? StartPeer(Invocation invocation, Device device, int threads)
    {
        var peer = TorchPeer.Start(device, threads, invocation.Stop, out var missing);
        if (missing is not null)
            invocation.Terminal.Error.WriteLine(missing);
        return peer;
    }
}
