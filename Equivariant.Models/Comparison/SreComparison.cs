using Equivariant.Benchmarks;
using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Training;
using MathNet.Numerics.Statistics;

namespace Equivariant.Comparison;

/// <summary>
/// The comparison of Du et al. (SRE-Conv, 2025) on a data set: classifiers that differ in their convolutions learn upright images
/// with one budget and are tested on upright, turned and mirrored ones.
/// </summary>
internal sealed class SreComparison(
    string path, DataSplits data, SreSettings settings, IReadOnlyList<SreVariant> models, int seeds, bool force = false)
    : ModelComparison<SreVariant, TestedClassifier, MeasuredClassifier>(
        settings.Part(data), models, seeds, settings.FirstSeed, settings.Epochs,
        ComparisonFolder.Open(path, settings.Checked(), ComparisonFolder.Fingerprint(settings.Part(data)), force))
{
    /// <summary>The part of the data that is used.</summary>
    public DataSplits Data { get; } = settings.Part(data);

    public SreSettings Settings => settings;

    /// <summary>The seeds of which all models are tested.</summary>
    public IReadOnlyList<ulong> TestedSeeds =>
        [.. Seeds.Where(seed => Models.All(model => Tested(model, seed) is not null))];

    /// <summary>Volumes are large: fewer at a time.</summary>
    private int TestBatch => Data.Train.SpatialRank == 3 ? 16 : 128;

    /// <summary>Writes results.json and results.csv, of <see cref="TestedSeeds"/>.</summary>
    public ClassifierResults Results()
    {
        var seeds = TestedSeeds;
        var results = new ClassifierResults(Data.Name, seeds.Count,
            [.. Models.Select(model => ComparedClassifier.Of([.. seeds.Select(seed => Tested(model, seed)!)], Measured(model)))]);
        Folder.Write("results.json", results);
        ResultsCsv.Write(Folder.File("results.csv"), [results]);
        return results;
    }

    private protected override TrainConfig ConfigOf(SreVariant model, ulong seed) => Settings.Training(model, Data, seed);

    private protected override TestedClassifier TestOf(
        TrainedModel trained, SreVariant model, ulong seed, Device device, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var tests = Settings.RotationTests().ToArray();
        var turned = new List<TurnedScores>();
        Score? upright = null;
        foreach (var (name, options) in tests)
        {
            var before = turned.Count;
            var share = new SynchronousProgress<double>(value => progress?.Report((before + value) / tests.Length));
            var test = RotationTest.Run(
                trained.Network, Data.Test, trained.Pipeline, options, device, TestBatch, share, cancellation);
            turned.Add(TurnedScores.Of(name, test));
            upright ??= test.Upright;
        }
        var cost = NetworkCost.Of(trained.Network, trained.Config.InputShape, device);
        return new(model.Name, seed, trained.Network.ParameterCount, cost.Dense, cost.AsRun,
            upright!.Accuracy, upright.Auc, turned, LogitError(trained, device, cancellation),
            PictureTurns.Of(trained, Data.Test, device, cancellation), Epochs(model, seed).Sum(epoch => epoch.Seconds),
            $"{device.Id} ({device.Name})");
    }

    private protected override void MeasureAll(
        Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var timed = new List<TimedTraining>();
        try
        {
            timed.AddRange(Models.Select(model =>
                new TimedTraining(ConfigOf(model, Seeds[0]) with { BatchSize = Settings.TimedBatch }, Data, device)));
            var (pieces, done) = (2.0 * (rounds + 1) * Models.Count, 0);
            Action[] works = [.. timed.SelectMany<TimedTraining, Action>(one => [one.Train, one.Predict])];
            var times = TimedRounds.Run(works, rounds, device, () => progress?.Report(++done / pieces), cancellation);
            var baseline = Models.Index().Where(model => model.Item.Name == SreVariant.Baseline)
                .Select(model => (Train: times[2 * model.Index], Predict: times[(2 * model.Index) + 1])).FirstOrDefault();
            foreach (var (m, model) in Models.Index())
            {
                var (train, predict, batch) = (times[2 * m], times[(2 * m) + 1], timed[m].Batch);
                Folder.Write(MeasureFile(model), new MeasuredClassifier(
                    model.Name, train.Median(), TimedRounds.Ratio(train, baseline.Train), predict.Median() / batch,
                    TimedRounds.Ratio(predict, baseline.Predict), timed[m].PeakTrainBytes, batch,
                    $"{device.Id} ({device.Name})"));
            }
        }
        finally
        {
            timed.ForEach(one => one.Dispose());
        }
    }

    /// <summary>Over all symmetries, on the first test images.</summary>
    private double LogitError(TrainedModel trained, Device device, CancellationToken cancellation)
    {
        var count = Math.Min(TestBatch / 4, Data.Test.Count);
        var batch = new BatchLoader(Data.Test, trained.Pipeline, new() { BatchSize = count }, new Rng(0))
            .Epoch(0, cancellation: cancellation).First();
        return EquivarianceError.Measure(
            trained.Network, Array.ConvertAll(batch.Images, value => (double)value), batch.Shape, device).Values.Max();
    }

    private sealed class TimedTraining : IDisposable
    {
        private readonly Trainer trainer;
        private readonly ClassificationTask task;
        private readonly UploadedBatch batch;

        public TimedTraining(TrainConfig config, DataSplits data, Device device)
        {
            var before = device.Memory.LiveBytes;
            trainer = Trainer.Of(config, new Rng(0), device);
            task = new ClassificationTask(config, data, device, new Rng(0));
            batch = task.Epoch(1, CancellationToken.None).First();
            // The optimizer makes its state in the first step.
            Train();
            PeakTrainBytes = TrainingMemory.Peak(device, before, Train);
        }

        public long PeakTrainBytes { get; }

        public int Batch => batch.Count;

        public void Train()
        {
            trainer.Network.Train();
            trainer.Step(batch.Images, logits => task.Loss(logits, batch.Targets)).Dispose();
        }

        public void Predict()
        {
            trainer.Network.Eval();
            using var tape = Tape.NoGrad();
            trainer.Network.Forward(batch.Images);
        }

        public void Dispose()
        {
            batch.Dispose();
            task.Dispose();
            trainer.Dispose();
        }
    }
}
