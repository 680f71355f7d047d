using System.Diagnostics;
using System.Text.Json.Serialization;
using Equivariant.Benchmarks;
using MathNet.Numerics.Statistics;

namespace Equivariant.Cli.Benchmarks;

/// <summary>
/// Measures rows. Machines are noisy: every round visits all rows, and the peer right behind each of them, so that a slow moment
/// meets all alike; of the rounds the median counts.
/// </summary>
internal sealed class BenchRun(Device device, TorchPeer? peer, CancellationToken stop)
{
    /// <summary>Passes are repeated within one measurement until they take this long.</summary>
    private const double LeastMs = 50;

    /// <summary>Passes do not count before that, as they find caches, threads and processors as others left them, unless the
    /// first takes <see cref="LongMs"/>.</summary>
    private const double SettlingMs = 25, LongMs = 100;

    /// <summary>Passes before the first measurement and their least time; the compiler needs a few to see what is hot.</summary>
    private const int WarmUps = 3, WarmUpMs = 300;

    /// <summary>One result for each case.</summary>
    /// <param name="cases">The rows to measure.</param>
    /// <param name="rounds">Measurements of each, at least 1.</param>
    /// <param name="images">The batch, where it is not each row's own.</param>
    /// <param name="rng">Draws the operands.</param>
    /// <param name="progress">Is told the share done.</param>
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
        subject.Ours.Add(Time(subject.Workload.Forward), Time(subject.Workload.Train));
        if (peer?.Measure(subject.Case.Name, subject.Batch) is { } theirs)
            subject.Theirs.Add(theirs.ForwardMs, theirs.TrainMs);
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

    private sealed record Subject(BenchCase Case, int Batch, Workload Workload, long PeakBytes)
    {
        public Timings Ours { get; } = new();

        public Timings Theirs { get; } = new();

        public BenchRow Row()
        {
            var forward = Ours.Forward!.Value;
            // Two operations a product, 10⁶ a second for each one a millisecond.
            return new BenchRow(Case.Name, forward, Ours.Train!.Value, PeakBytes, 2e-6 * Workload.DenseProducts / forward,
                2e-6 * Workload.WorkProducts / forward, Theirs.Forward, Theirs.Train)
            {
                Images = Batch,
                IsNetwork = Case.IsNetwork,
                Way = Workload.Way,
            };
        }
    }
}

/// <summary>Times of one row, gathered over the rounds of a run.</summary>
internal sealed class Timings
{
    private readonly List<double> forward = [];
    private readonly List<double> train = [];

    /// <summary>Median of the forward passes in milliseconds; null where there were none.</summary>
    public double? Forward => Median(forward);

    /// <summary>Median of the training passes in milliseconds; null where there were none.</summary>
    public double? Train => Median(train);

    /// <summary>Adds the times of a round.</summary>
    public void Add(double forwardMs, double trainMs)
    {
        forward.Add(forwardMs);
        train.Add(trainMs);
    }

    private static double? Median(List<double> values) => values.Count == 0 ? null : values.Median();
}

/// <summary>What was measured for a row; the names are those of <c>--json</c>.</summary>
/// <param name="Name">The row.</param>
/// <param name="ForwardMs">A forward pass.</param>
/// <param name="TrainMs">Forward and all gradients; for a network a step of training.</param>
/// <param name="PeakBytes">Most that tensors held at once in a training pass, operands included.</param>
/// <param name="DenseGflops">2·multiply-adds of the dense equivalent a nanosecond of the forward pass.</param>
/// <param name="WorkGflops">The same for the products really done.</param>
/// <param name="PeerForwardMs">The peer's forward pass; null without a peer.</param>
/// <param name="PeerTrainMs">The peer's training pass; null without a peer.</param>
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

    /// <summary>Whether images a second are worth telling.</summary>
    [JsonIgnore]
    public bool IsNetwork { get; init; }
}
