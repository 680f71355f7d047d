using System.Diagnostics;
using Equivariant.Autograd;
using Equivariant.Data;
using Equivariant.Evaluation;
using Equivariant.Layers;
using Equivariant.Optim;

namespace Equivariant.Training;

/// <summary>
/// One training run in one folder. Every epoch ends with validation and a checkpoint; a run that was stopped continues from the
/// last one, to the bit, since everything random follows from the seed and the epoch.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunFolder folder;
    private readonly DataSplits data;
    private readonly Device device;
    private readonly Rng rng;
    private readonly Optimizer optimizer;
    private readonly BatchLoader loader;
    private readonly Schedule schedule;
    private readonly Objective objective;
    private readonly List<EpochReport> epochs;
    private RunState state = new(0, 0, double.NegativeInfinity);

    private TrainingRun(RunFolder folder, TrainConfig config, DataSplits data, Device device, IReadOnlyList<EpochReport> epochs)
    {
        (this.folder, this.data, this.device, Config) = (folder, data, device, config);
        this.epochs = [.. epochs];
        rng = new Rng(config.Seed);
        Network = config.Model.Create(new Setup(rng.Fork("weights"), device));
        loader = new BatchLoader(data.Train, Pipelines.Training(config), new() { BatchSize = config.BatchSize, Shuffle = true },
            rng.Fork("data"));
        DataCheck.Fits(config, data, loader.ImageShape);
        optimizer = OptimizerSettings.Optimizer(config, Network.NamedParameters().Select(parameter => parameter.Value));
        schedule = OptimizerSettings.Schedule(config, loader.BatchesPerEpoch);
        objective = new Objective(data.Train, config.LabelSmoothing, config.BalanceClasses, device);
    }

    /// <summary>The settings.</summary>
    public TrainConfig Config { get; }

    /// <summary>The network, with the weights after the newest epoch.</summary>
    public Module Network { get; }

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochReport> Epochs => epochs;

    /// <summary>The epoch whose weights are in best.safetensors; 0 before the first.</summary>
    public int BestEpoch => state.BestEpoch;

    /// <summary>Whether nothing is left to do: all epochs done, or no better score for the patience of the settings.</summary>
    public bool IsFinished =>
        state.Epoch >= Config.Epochs || (Config.Patience > 0 && state.Epoch - state.BestEpoch >= Config.Patience);

    /// <summary>Starts a run in a folder, after checking that settings, data and network fit.</summary>
    /// <param name="path">The folder; made if needed.</param>
    /// <param name="config">The settings.</param>
    /// <param name="data">The data, if opened already.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="force">Overwrite a run in the folder.</param>
    /// <exception cref="ArgumentException">The settings are wrong or the data do not fit the network.</exception>
    /// <exception cref="IOException">The folder holds a run, or cannot be written.</exception>
    public static TrainingRun Start(string path, TrainConfig config, DataSplits? data = null, Device? device = null,
        bool force = false)
    {
        config.Validate();
        var folder = new RunFolder(path);
        var run = new TrainingRun(folder, config, data ?? DataSpec.Open(config.Data), device ?? Device.Cpu, []);
        folder.Create(config, force);
        return run;
    }

    /// <summary>Takes up a run where its last checkpoint is.</summary>
    /// <exception cref="FileNotFoundException">There is no run in the folder.</exception>
    /// <exception cref="Formats.FileFormatException">A file of the run is damaged.</exception>
    public static TrainingRun Resume(string path, DataSplits? data = null, Device? device = null)
    {
        var folder = new RunFolder(path);
        var config = folder.ReadConfig();
        config.Validate();
        var run = new TrainingRun(folder, config, data ?? DataSpec.Open(config.Data), device ?? Device.Cpu, folder.ReadMetrics());
        if (File.Exists(folder.Last))
            run.state = Checkpoint.Load(folder.Last, run.Network, run.optimizer);
        // An epoch whose line was written but whose checkpoint was not is done again.
        run.epochs.RemoveAll(epoch => epoch.Epoch > run.state.Epoch);
        return run;
    }

    /// <summary>Trains to the end. Cancellation leaves the last checkpoint; <see cref="Resume"/> continues from it.</summary>
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
            var (validationLoss, score) = Validate();
            var rank = Config.SelectBy switch
            {
                "accuracy" => score.Accuracy,
                "loss" => -validationLoss,
                _ => score.Auc ?? score.Accuracy,
            };
            var best = rank > state.BestScore;
            state = best ? new(epoch, epoch, rank) : state with { Epoch = epoch };
            var report = new EpochReport(epoch, optimizer.LearningRate, loss, validationLoss, score.Accuracy, score.Auc, best,
                (clock.Elapsed - start).TotalSeconds, imagesPerSecond);
            epochs.Add(report);
            folder.WriteMetrics(epochs);
            if (best)
                Checkpoint.Save(folder.Best, Network, Config, state, null);
            Checkpoint.Save(folder.Last, Network, Config, state, optimizer);
            progress?.Report(new(epoch, Config.Epochs, loader.BatchesPerEpoch, loader.BatchesPerEpoch, loss, imagesPerSecond,
                TimeLeft(clock, epoch - first, epoch), report));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        objective.Dispose();
        optimizer.Dispose();
        Network.Dispose();
    }

    private (double Loss, double ImagesPerSecond) TrainEpoch(
        int epoch, Stopwatch clock, int first, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Network.Train();
        Network.Reseed(rng.Fork("layers", epoch));
        var (sum, images, step) = (0.0, 0, 0);
        var start = clock.Elapsed;
        var speed = 0.0;
        using var batches = loader.Epoch(epoch, cancellation: cancellation).GetEnumerator();
        var batch = Upload(batches);
        try
        {
            while (batch is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                optimizer.LearningRate = schedule.At(((epoch - 1) * loader.BatchesPerEpoch) + step);
                var count = batch.Count;
                images += count;
                var loss = Step(batch, () => batch = Upload(batches));
                if (!double.IsFinite(loss))
                {
                    throw new TrainingException(
                        $"The loss is {loss} in epoch {epoch}, step {step + 1}: training diverged; lower the learning rate "
                        + $"({Config.LearningRate}), or find the op with --anomaly.");
                }
                step++;
                sum += loss * count;
                speed = images / (clock.Elapsed - start).TotalSeconds;
                var done = epoch - 1 - first + ((double)step / loader.BatchesPerEpoch);
                progress?.Report(new(epoch, Config.Epochs, step, loader.BatchesPerEpoch, sum / images, speed,
                    TimeLeft(clock, done, first + done), null));
            }
        }
        finally
        {
            batch?.Dispose();
        }
        return (sum / images, speed);
    }

    /// <summary>One step. The next batch goes to the device before the loss is waited for: meanwhile the device works.</summary>
    private double Step(UploadedBatch batch, Action next)
    {
        using var tape = Tape.Record(Config.Anomaly);
        var loss = objective.Loss(Network.Forward(tape.Own(batch.Images)), tape.Own(batch.Targets));
        tape.Backward(loss);
        optimizer.Step();
        optimizer.ZeroGrad();
        next();
        return loss.Item();
    }

    private UploadedBatch? Upload(IEnumerator<Batch> batches) => batches.MoveNext()
        ? new(batches.Current.ToTensor(device), data.Labels.Task == LabelTask.MultiLabel
            ? batches.Current.TargetTensor(device) : batches.Current.LabelTensor(device))
        : null;

    private (double Loss, Score Score) Validate()
    {
        var predictions = Predictor.Predict(Network, data.Validation, Pipelines.Evaluation(Config), device, Config.BatchSize);
        return (predictions.Loss(), Score.Of(predictions));
    }

    private TimeSpan TimeLeft(Stopwatch clock, double done, double epoch) =>
        done <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds / done * (Config.Epochs - epoch));

    /// <summary>A batch on the device.</summary>
    private sealed record UploadedBatch(Tensor Images, Tensor Targets) : IDisposable
    {
        public int Count => Images.Shape[0];

        public void Dispose()
        {
            Images.Dispose();
            Targets.Dispose();
        }
    }
}
