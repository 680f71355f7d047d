using System.Diagnostics;
using System.Text.Json.Serialization;
using Equivariant.Benchmarks;
using MathNet.Numerics.Statistics;

namespace Equivariant.Cli.Benchmarks;

/// <summary>
/// Measures rows. Because machines are noisy, every round visits all rows, each followed at once by the peer's, so that a slow
/// moment affects all of them alike. The median of the rounds is reported.
/// </summary>
internal sealed class BenchRun(Device device, TorchPeer? peer, CancellationToken stop)
{
    /// <summary>Passes are repeated within one measurement until they take this long.</summary>
    private const double LeastMs = 50;

    /// <summary>Passes within the first milliseconds do not count, as they find caches, threads and clock rates as others
    /// left them; unless the first pass takes <see cref="LongMs"/>.</summary>
    private const double SettlingMs = 25, LongMs = 100;

    /// <summary>Passes before the first measurement and their least time; the compiler needs a few to see what is hot.</summary>
    private const int WarmUps = 3, WarmUpMs = 300;

    /// <summary>One result for each case.</summary>
    /// <param name="cases">The rows to measure.</param>
    /// <param name="rounds">Measurements of each, at least 1.</param>
    /// <param name="images">The batch; null for each row's own.</param>
    /// <param name="rng">Draws the operands.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    public IReadOnlyList<BenchRow> Run(
        IReadOnlyList<BenchCase> cases, int rounds, int? images, Rng rng, IProgress<double> progress)
    {
        var subjects = new List<Subject>();
        try
        {
            foreach (var row in cases)
            {
                stop.ThrowIfCancellationRequested();
                subjects.Add(Prepare(row, images ?? row.Batch, rng.Fork(row.Name)));
                progress.Report((double)subjects.Count / (cases.Count * (rounds + 1)));
            }
            for (var round = 0; round < rounds; round++)
                for (var i = 0; i < subjects.Count; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    Measure(subjects[i]);
                    progress.Report((double)(((round + 1) * cases.Count) + i + 1) / (cases.Count * (rounds + 1)));
                }
            return [.. subjects.Select(subject => subject.Row())];
        }
        finally
        {
            foreach (var subject in subjects)
                subject.Workload.Dispose();
        }
    }

    private Subject Prepare(BenchCase row, int batch, Rng rng)
    {
        var before = device.Memory.LiveBytes;
        var workload = row.Create(batch, device, rng);
        var peak = TrainingMemory.Peak(device, before, workload.Train);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUps || Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMs; i++)
        {
            workload.Forward();
            workload.Train();
        }
        peer?.Measure(row.Name, batch);
        return new Subject(row, batch, workload, peak);
    }

    private void Measure(Subject subject)
    {
        subject.Forward.Add(Time(subject.Workload.Forward));
        subject.Train.Add(Time(subject.Workload.Train));
        if (peer?.Measure(subject.Case.Name, subject.Batch) is { } theirs)
        {
            subject.PeerForward.Add(theirs.ForwardMs);
            subject.PeerTrain.Add(theirs.TrainMs);
        }
    }

    private static double Time(Action pass)
    {
        var (first, passes) = Repeat(pass, SettlingMs);
        if (passes == 1 && first >= LongMs)
            return first;
        (var elapsed, passes) = Repeat(pass, LeastMs);
        return elapsed / passes;
    }

    private static (double Ms, int Passes) Repeat(Action pass, double leastMs)
    {
        var start = Stopwatch.GetTimestamp();
        for (var passes = 1; ; passes++)
        {
            pass();
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (elapsed >= leastMs)
                return (elapsed, passes);
        }
    }

    /// <summary>A row with its operands and its times, gathered over the rounds.</summary>
    private sealed record Subject(BenchCase Case, int Batch, Workload Workload, long PeakBytes)
    {
        public List<double> Forward { get; } = [];

        public List<double> Train { get; } = [];

        public List<double> PeerForward { get; } = [];

        public List<double> PeerTrain { get; } = [];

        public BenchRow Row()
        {
            var forward = Forward.Median();
            // Two operations a product, 10⁶ a second for each one a millisecond.
            return new BenchRow(Case.Name, forward, Train.Median(), PeakBytes, 2e-6 * Workload.DenseProducts / forward,
                2e-6 * Workload.WorkProducts / forward, PeerForward.Count == 0 ? null : PeerForward.Median(),
                PeerTrain.Count == 0 ? null : PeerTrain.Median())
            {
                Images = Batch,
                IsNetwork = Case.IsNetwork,
                Way = Workload.Way,
            };
        }
    }
}

/// <summary>
/// What was measured for a row; the names are those of <c>--json</c>.
/// ForwardMs: A forward pass.
/// TrainMs: forward and all gradients; for a network a step of training.
/// PeakBytes: most that tensors held at once in a training pass, operands included.
/// DenseGflops: 2·multiply-adds of the dense equivalent a nanosecond of the forward pass.
/// WorkGflops: the same for the products really done.
/// PeerForwardMs: the peer's forward pass; null without a peer.
/// PeerTrainMs: the peer's training pass; null without a peer.
/// </summary>
internal sealed record BenchRow(
    string Name, double ForwardMs, double TrainMs, long PeakBytes, double DenseGflops, double WorkGflops, double? PeerForwardMs,
    double? PeerTrainMs)
{
    /// <summary>Images in a pass.</summary>
    [JsonIgnore]
    public int Images { get; init; }

    /// <summary>How the convolutions were computed.</summary>
    [JsonIgnore]
    public SymmetricConvPath Way { get; init; }

    [JsonIgnore]
    public bool IsNetwork { get; init; }
}
