using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Equivariant.Cli.Benchmarks;

/// <summary>PyTorch in a child process: <c>benchmarks/peer_torch.py</c> answers each line with one measurement.</summary>
internal sealed class TorchPeer : IDisposable
{
    private const string Script = "peer_torch.py";

    /// <summary>Debian's interpreter, which sees Debian's packages, before any other on the path.</summary>
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly Process process;
    private readonly CancellationToken stop;

    private TorchPeer(Process process, CancellationToken stop) => (this.process, this.stop) = (process, stop);

    /// <summary>What answers, as it names itself.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Starts the peer, on the GPU if the device is one of CUDA's, else on the CPU. Without Python, the script or
    /// PyTorch the result is null, and <paramref name="missing"/> a line that says which is missing.</summary>
    public static TorchPeer? Start(Device device, int threads, CancellationToken stop, out string? missing)
    {
        if (FindScript() is not { } script)
        {
            missing = $"no peer: benchmarks/{Script} is not in this folder or above it.";
            return null;
        }
        missing = null;
        string[] arguments =
        [
            script, "--threads", threads.ToString(CultureInfo.InvariantCulture),
            "--device", device.Id.StartsWith("cuda", StringComparison.Ordinal) ? device.Id : "cpu",
        ];
        foreach (var python in Pythons)
            if (Start(python, arguments, stop, ref missing) is { } peer)
                return peer;
        return null;
    }

    private static TorchPeer? Start(string python, string[] arguments, CancellationToken stop, ref string? missing)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var peer = new TorchPeer(Process.Start(start)!, stop);
            peer.process.BeginErrorReadLine();
            var hello = peer.Read();
            if (hello is { } said && said.TryGetProperty("peer", out var name))
            {
                peer.Name = name.GetString()!;
                missing = null;
                return peer;
            }
            peer.Dispose();
            missing ??= $"no peer: {(hello is { } answer ? Error(answer) : null) ?? $"{python} could not run {Script}."}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing ??= $"no peer: there is no {python}.";
        }
        return null;
    }

    /// <summary>Times one forward and one training pass, in milliseconds.</summary>
    /// <exception cref="WorkFailedException">The process ended or could not do the row.</exception>
    public (double ForwardMs, double TrainMs) Measure(string row, int batch)
    {
        process.StandardInput.WriteLine($"{row} {batch.ToString(CultureInfo.InvariantCulture)}");
        process.StandardInput.Flush();
        var answer = Read() ?? throw new WorkFailedException($"the peer ended while it measured {row}.");
        if (Error(answer) is { } error)
            throw new WorkFailedException($"the peer cannot measure {row}: {error}");
        return (answer.GetProperty("forwardMs").GetDouble(), answer.GetProperty("trainMs").GetDouble());
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private JsonElement? Read()
    {
        var line = process.StandardOutput.ReadLineAsync(stop).AsTask().GetAwaiter().GetResult();
        return line is null ? null : JsonDocument.Parse(line).RootElement;
    }

    private static string? Error(JsonElement answer) =>
        answer.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static string? FindScript()
    {
        foreach (var start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var script = Path.Combine(folder.FullName, "benchmarks", Script);
                if (File.Exists(script))
                    return script;
            }
        return null;
    }
}
