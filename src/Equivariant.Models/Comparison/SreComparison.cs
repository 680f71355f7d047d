using Equivariant.Benchmarks;
using Equivariant.Data;
using Equivariant.Evaluation;
using Equivariant.Exactness;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>
/// The comparison of Du et al. (SRE-Conv, 2025) on a data set: classifiers that differ in their convolutions learn upright images
/// with one budget and are tested on upright, turned and mirrored ones. Every finished piece is kept in the folder and not done
/// again; a training that was stopped goes on from its last epoch.
/// </summary>
internal sealed class SreComparison
{
    private readonly ComparisonFolder folder;

    /// <summary>A comparison in a folder, new or to be gone on with.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="data">The data.</param>
    /// <param name="settings">The budget.</param>
    /// <param name="models">Which models.</param>
    /// <param name="seeds">Trainings of each.</param>
    /// <param name="force">Start anew what is in the folder.</param>
    /// <exception cref="ArgumentException">The size is no multiple of 8.</exception>
    /// <exception cref="IOException">The folder holds a comparison with other settings or on other data.</exception>
    public SreComparison(
        string path, DataSplits data, SreSettings settings, IReadOnlyList<SreVariant> models, int seeds, bool force = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        if (settings.InputSize % 8 != 0)
        {
            throw new ArgumentException($"Networks that halve images three times are exact on multiples of 8 pixels, not on "
                + $"{settings.InputSize}; use {(settings.InputSize + 7) / 8 * 8}.");
        }
        (Data, Settings, Models) = (settings.Part(data), settings, models);
        folder = ComparisonFolder.Open(path, settings, ComparisonFolder.Fingerprint(Data), force);
        Seeds = [.. Enumerable.Range(0, seeds).Select(i => settings.FirstSeed + (ulong)i)];
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<SreVariant> Models { get; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The seeds of which all models are tested.</summary>
    public IReadOnlyList<ulong> TestedSeeds =>
        [.. Seeds.Where(seed => Models.All(model => Tested(model, seed) is not null))];

    /// <summary>The part of the data that is used.</summary>
    public DataSplits Data { get; }

    /// <summary>The budget.</summary>
    public SreSettings Settings { get; }

    /// <summary>The trainings, seed by seed: if time runs out, there is something of every model.</summary>
    public IReadOnlyList<(SreVariant Model, ulong Seed)> Trainings =>
        [.. Seeds.SelectMany(seed => Models.Select(model => (model, seed)))];

    /// <summary>Volumes are large: fewer at a time.</summary>
    private int TestBatch => Data.Train.SpatialRank == 3 ? 16 : 128;

    /// <summary>Trains a model to the end, from where it was.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the last finished epoch is kept.</exception>
    public void Train(
        SreVariant model, ulong seed, Device device, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var run = folder.Run(model.Name, seed);
        if (IsTrained(model, seed))
            return;
        using var training = File.Exists(new RunFolder(run).Config)
            ? TrainingRun.Resume(run, Data, device)
            : TrainingRun.Start(run, Settings.Training(model, Data, seed), Data, device, force: true);
        training.Run(progress, cancellation);
    }

    /// <summary>Whether all epochs are done.</summary>
    public bool IsTrained(SreVariant model, ulong seed) => Epochs(model, seed).Count >= Settings.Epochs
        && File.Exists(new RunFolder(folder.Run(model.Name, seed)).Best);

    /// <summary>How a training went.</summary>
    public IReadOnlyList<EpochReport> Epochs(SreVariant model, ulong seed) =>
        new RunFolder(folder.Run(model.Name, seed)).ReadMetrics();

    /// <summary>The test of a trained model; null where it was not tested yet.</summary>
    public TestedClassifier? Tested(SreVariant model, ulong seed) =>
        folder.Read<TestedClassifier>($"tests/{model.Name}-seed{seed}.json");

    /// <summary>Tests a trained model, unless that was done.</summary>
    public TestedClassifier Test(
        SreVariant model, ulong seed, Device device, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Tested(model, seed) is { } done)
            return done;
        using var trained = TrainedModel.Open(folder.Run(model.Name, seed), device);
        var tests = Settings.RotationTests().ToArray();
        var turned = new List<TurnedScores>();
        Score? upright = null;
        foreach (var (name, options) in tests)
        {
            var test = RotationTest.Run(trained.Network, Data.Test, trained.Pipeline, options, device, TestBatch,
                new Part(progress, turned.Count, tests.Length), cancellation);
            turned.Add(TurnedScores.Of(name, test));
            upright ??= test.Upright;
        }
        var cost = NetworkCost.Of(trained.Network, trained.InputShape, device);
        var tested = new TestedClassifier(model.Name, seed, trained.Network.ParameterCount, cost.Dense, cost.AsRun,
            upright!.Accuracy, upright.Auc, turned, LogitError(trained, device, cancellation),
            PictureTurns.Of(trained, Data.Test, device, cancellation), Epochs(model, seed).Sum(epoch => epoch.Seconds),
            $"{device.Id} ({device.Name})");
        folder.Write($"tests/{model.Name}-seed{seed}.json", tested);
        return tested;
    }

    /// <summary>What a model costs; null where it was not measured yet.</summary>
    public MeasuredClassifier? Measured(SreVariant model) => folder.Read<MeasuredClassifier>($"measured/{model.Name}.json");

    /// <summary>Measures all models in turns, unless that was done.</summary>
    /// <param name="device">Where.</param>
    /// <param name="rounds">Measurements of each time.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Measure(Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Models.All(model => Measured(model) is not null))
            return;
        using var measurement = new SreMeasurement(
            [.. Models.Select(model => Settings.Training(model, Data, Seeds[0]) with { BatchSize = Settings.TimedBatch })],
            Data, device);
        foreach (var measured in measurement.Run([.. Models.Select(model => model.Name)], rounds, progress, cancellation))
            folder.Write($"measured/{measured.Model}.json", measured);
    }

    /// <summary>The rows of results.json, which is written too, with results.csv: of <see cref="TestedSeeds"/>.</summary>
    public ClassifierResults Results()
    {
        var seeds = TestedSeeds;
        var results = new ClassifierResults(Data.Name, seeds.Count,
            [.. Models.Select(model => ComparedClassifier.Of([.. seeds.Select(seed => Tested(model, seed)!)], Measured(model)))]);
        folder.Write("results.json", results);
        ResultsCsv.Write(folder.File("results.csv"), [results]);
        return results;
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

    /// <summary>The progress of one of several tests.</summary>
    private sealed class Part(IProgress<double>? whole, int number, int count) : IProgress<double>
    {
        public void Report(double value) => whole?.Report((number + value) / count);
    }
}
