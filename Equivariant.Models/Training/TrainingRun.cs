using System.Diagnostics;
using Equivariant.Data;
using Equivariant.Formats;
using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>
/// A training run in a folder. Each epoch ends with validation and a checkpoint. A stopped run resumes from its last checkpoint
/// with bit-identical results, because all random numbers follow from the seed and the epoch. No other process can use the folder
/// until the run is disposed of.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunFolder folder;
    private readonly Rng rng;
    private readonly Trainer trainer;
    private readonly Schedule schedule;
    private readonly TrainingTask task;
    private readonly List<EpochReport> epochs = [];
    private FolderInUse? hold;
    private RunState state = new(0, 0, double.NegativeInfinity);

    private TrainingRun(RunFolder folder, TrainConfig config, DataSet? data, Device? device)
    {
        (this.folder, Config) = (folder, config);
        rng = new Rng(config.Seed);
        device ??= Device.Cpu;
        task = TrainingTask.Of(config, data, device, rng.Fork("data"));
        trainer = Trainer.Of(config, rng.Fork("weights"), device);
        schedule = OptimizerSettings.Schedule(config, task.StepsPerEpoch);
    }

    /// <summary>The settings.</summary>
    public TrainConfig Config { get; }

    /// <summary>The network, with the weights after the newest epoch.</summary>
    public Module Network => trainer.Network;

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochReport> Epochs => epochs;

    /// <summary>The epoch whose weights are in best.safetensors; 0 before the first.</summary>
    public int BestEpoch => state.BestEpoch;

    /// <summary>Whether nothing is left to do: all epochs done, or no better score for the patience of the settings.</summary>
    public bool IsFinished =>
        state.Epoch >= Config.Epochs || (Config.Patience > 0 && state.Epoch - state.BestEpoch >= Config.Patience);

    /// <summary>Starts a run in a folder, after checking that settings, data and network fit. Without <paramref
    /// name="data"/>, the data that the settings name are opened; with <paramref name="force"/>, a run in the folder is
    /// overwritten.</summary>
    /// <exception cref="ArgumentException">The settings are wrong or the data do not fit the network.</exception>
    /// <exception cref="IOException">The folder holds a run, another process works in it, or it cannot be written.</exception>
    public static TrainingRun Start(
        string path, TrainConfig config, DataSet? data = null, Device? device = null, bool force = false)
    {
        config.Validate();
        var folder = new RunFolder(path);
        var run = new TrainingRun(folder, config, data, device);
        return run.Holding(() => folder.Create(config, force));
    }

    /// <summary>Continues a run from its last checkpoint.</summary>
    /// <exception cref="FileNotFoundException">There is no run in the folder.</exception>
    /// <exception cref="FileFormatException">A file of the run is damaged.</exception>
    /// <exception cref="IOException">Another process works in the folder.</exception>
    public static TrainingRun Resume(string path, DataSet? data = null, Device? device = null)
    {
        var folder = new RunFolder(path);
        var config = folder.ReadConfig();
        config.Validate();
        var run = new TrainingRun(folder, config, data, device);
        return run.Holding(() =>
        {
            run.epochs.AddRange(folder.ReadMetrics());
            if (File.Exists(folder.Last))
                run.state = Checkpoint.Load(folder.Last, run.Network, run.trainer.Optimizer);
            // An epoch whose line was written but whose checkpoint was not is done again.
            run.epochs.RemoveAll(epoch => epoch.Epoch > run.state.Epoch);
        });
    }

    /// <summary>Trains to the end: for each epoch the steps of <see cref="Trainer.Step"/>, validation, and a checkpoint. A
    /// cancelled run can be resumed from its last checkpoint.</summary>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="TrainingException">The loss became infinite or not a number.</exception>
    public void Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var first = state.Epoch;
        while (!IsFinished)
        {
            var epoch = state.Epoch + 1;
            var start = clock.Elapsed;
            var (loss, imagesPerSecond) = TrainEpoch(epoch, clock, first, progress, cancellation);
            // Where nothing is held back to choose by, the newest weights are the best.
            var score = task.Validate(Network, cancellation);
            var rank = score?.Rank(Config.SelectBy) ?? epoch;
            var best = rank > state.BestScore;
            state = best ? new(epoch, epoch, rank) : state with { Epoch = epoch };
            var report = new EpochReport(epoch, trainer.Optimizer.LearningRate, loss, score?.Loss ?? double.NaN,
                score?.Accuracy ?? double.NaN, score?.Auc, best, (clock.Elapsed - start).TotalSeconds, imagesPerSecond);
            epochs.Add(report);
            folder.WriteMetrics(epochs);
            if (best)
                Checkpoint.Save(folder.Best, Network, Config, state, null);
            Checkpoint.Save(folder.Last, Network, Config, state, trainer.Optimizer);
            progress?.Report(new(epoch, Config.Epochs, task.StepsPerEpoch, task.StepsPerEpoch, loss, imagesPerSecond,
                TimeLeft(clock, epoch - first, epoch), report));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hold?.Dispose();
        task.Dispose();
        trainer.Dispose();
    }

    /// <summary>Takes the folder, then does what comes first in it.</summary>
    private TrainingRun Holding(Action begin)
    {
        try
        {
            hold = FolderInUse.Take(folder.Path);
            begin();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private (double Loss, double ImagesPerSecond) TrainEpoch(
        int epoch, Stopwatch clock, int first, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Network.Train();
        Network.Reseed(rng.Fork("layers", epoch));
        var (sum, images, step) = (0.0, 0, 0);
        var start = clock.Elapsed;
        using var batches = task.Epoch(epoch, cancellation).GetEnumerator();
        var batch = Next(batches);
        Tensor? loss = null;
        var count = 0;
        try
        {
            while (batch is not null || loss is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                using var before = loss;
                var countBefore = count;
                (loss, count) = (null, batch?.Count ?? 0);
                if (batch is not null)
                {
                    var number = ((epoch - 1) * task.StepsPerEpoch) + step + (before is null ? 0 : 1);
                    trainer.Optimizer.LearningRate = schedule.At(number);
                    using (var now = batch)
                        loss = trainer.Step(now.Images, logits => task.Loss(logits, now.Targets), Config.Anomaly);
                    batch = Next(batches);
                }
                // The loss of a step is waited for when the next one is under way: meanwhile the device works.
                if (before is null)
                    continue;
                sum += Checked(before.Item(), epoch, ++step) * countBefore;
                images += countBefore;
                var done = epoch - 1 - first + ((double)step / task.StepsPerEpoch);
                progress?.Report(new(epoch, Config.Epochs, step, task.StepsPerEpoch, sum / images,
                    images / (clock.Elapsed - start).TotalSeconds, TimeLeft(clock, done, first + done), null));
            }
        }
        finally
        {
            batch?.Dispose();
            loss?.Dispose();
        }
        return (sum / images, images / (clock.Elapsed - start).TotalSeconds);
    }

    private double Checked(double loss, int epoch, int step) => double.IsFinite(loss) ? loss : throw new TrainingException(
        $"The loss is {loss} in epoch {epoch}, step {step}: training diverged; lower the learning rate "
        + $"({Config.LearningRate}), or find the op with --anomaly.");

    private static UploadedBatch? Next(IEnumerator<UploadedBatch> batches) => batches.MoveNext() ? batches.Current : null;

    private TimeSpan TimeLeft(Stopwatch clock, double done, double epoch) =>
        done <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds / done * (Config.Epochs - epoch));
}

/// <summary>Training cannot go on; the message says why and what to change.</summary>
public sealed class TrainingException(string message) : Exception(message);
