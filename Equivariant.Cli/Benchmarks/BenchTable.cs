using System.Runtime.InteropServices;
using Equivariant.Cpu;
using Spectre.Console;
using static System.FormattableString;

namespace Equivariant.Cli.Benchmarks;

/// <summary>Shows the rows to people, each figure with its ratio to the plain 3×3 of the same run.</summary>
internal static class BenchTable
{
    private const string Reference = "plain-3x3";

    public static void Show(Terminal terminal, string machine, int threads, IReadOnlyList<BenchRow> rows, string? peer)
    {
        var plain = rows.FirstOrDefault(row => row.Name == Reference);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in (string[])["row", "forward ms", "train ms", "peak MiB", "dense GFLOP/s", "work GFLOP/s"])
            table.AddColumn(new TableColumn(title).NoWrap());
        if (peer is not null)
            table.AddColumns(new TableColumn("peer forward ms").NoWrap(), new TableColumn("peer train ms").NoWrap());
        foreach (var row in rows)
        {
            string[] cells =
            [
                row.Name, Ratio(row.ForwardMs, plain?.ForwardMs), Ratio(row.TrainMs, plain?.TrainMs),
                Ratio(row.PeakBytes / 1048576.0, plain?.PeakBytes / 1048576.0), Ratio(row.DenseGflops, plain?.DenseGflops),
                Ratio(row.WorkGflops, plain?.WorkGflops),
            ];
            table.AddRow(peer is null ? cells
                : [.. cells, Faster(row.PeerForwardMs, row.ForwardMs), Faster(row.PeerTrainMs, row.TrainMs)]);
        }
        terminal.Out.WriteLine($"{machine}; {threads} threads; medians of alternating runs");
        terminal.Out.Write(table);
        terminal.Out.WriteLine($"In brackets: times {Reference} of this run"
            + (peer is null ? "." : $"; for {peer}: how many times its time is ours."));
        foreach (var row in rows.Where(row => row.IsNetwork))
        {
            var (inference, training) = (1e3 * row.Images / row.ForwardMs, 1e3 * row.Images / row.TrainMs);
            terminal.Out.WriteLine(Invariant($"{row.Name}: {inference:0} images/s in inference, {training:0} in training"));
        }
    }

    private static string Ratio(double value, double? reference) =>
        reference is null ? Number(value) : Invariant($"{Number(value)} ({value / reference:0.00})");

    private static string Faster(double? peer, double ours) =>
        peer is null ? "-" : Invariant($"{Number(peer.Value)} ({peer / ours:0.00})");

    /// <summary>Of small numbers, as GPUs give them, more digits.</summary>
    private static string Number(double value) => value < 10 ? Invariant($"{value:0.000}") : Invariant($"{value:0.0}");
}

/// <summary>Says what the numbers were measured on.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static string Describe(Device device) =>
        $"{(device is CpuDevice ? "" : $"{device.Id} {device.Name}, ")}{Processor()}, {Environment.ProcessorCount} cores, "
        + $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor()
    {
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[^1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown processor";
    }
}
