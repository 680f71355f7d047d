using Equivariant.Benchmarks;
using Equivariant.Data;
using Equivariant.Training;
using Equivariant.Layers;

namespace Equivariant.Comparison;

/// <summary>
/// The comparison of Du et al. (SRE-Conv, 2025) on a data set: classifiers that differ in their convolutions learn upright images
/// with one budget and are tested on upright, turned and mirrored ones.
/// </summary>
internal sealed class SreComparison : ModelComparison<SreVariant, TestedClassifier, MeasuredClassifier>
{
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
        : base(models, seeds, settings.FirstSeed, settings.Epochs)
    {
        if (settings.InputSize % 8 != 0)
        {
            throw new ArgumentException($"Networks that halve images three times are exact on multiples of 8 pixels, not on "
                + $"{settings.InputSize}; use {(settings.InputSize + 7) / 8 * 8}.");
        }
        (Data, Settings) = (settings.Part(data), settings);
        Folder = ComparisonFolder.Open(path, settings, ComparisonFolder.Fingerprint(Data), force);
    }

    /// <summary>The seeds of which all models are tested.</summary>
    public IReadOnlyList<ulong> TestedSeeds =>
        [.. Seeds.Where(seed => Models.All(model => Tested(model, seed) is not null))];

    /// <summary>The part of the data that is used.</summary>
    public DataSplits Data { get; }

    /// <summary>The budget.</summary>
    public SreSettings Settings { get; }

    private protected override ComparisonFolder Folder { get; }

    /// <summary>Volumes are large: fewer at a time.</summary>
    private int TestBatch => Data.Train.SpatialRank == 3 ? 16 : 128;

    /// <summary>The rows of results.json, which is written too, with results.csv: of <see cref="TestedSeeds"/>.</summary>
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

    private protected override TrainingRun Start(string run, TrainConfig config, Device device) =>
        TrainingRun.Start(run, config, Data, device, force: true);

    private protected override TrainingRun Resume(string run, Device device) => TrainingRun.Resume(run, Data, device);

    private protected override TestedClassifier TestOf(
        TrainedModel trained, SreVariant model, ulong seed, Device device, IProgress<double>? progress,
        CancellationToken cancellation)
    {
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
        return new(model.Name, seed, trained.Network.ParameterCount, cost.Dense, cost.AsRun,
            upright!.Accuracy, upright.Auc, turned, LogitError(trained, device, cancellation),
            PictureTurns.Of(trained, Data.Test, device, cancellation), Epochs(model, seed).Sum(epoch => epoch.Seconds),
            $"{device.Id} ({device.Name})");
    }

    private protected override void MeasureAll(
        Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var measurement = new SreMeasurement(
            [.. Models.Select(model => ConfigOf(model, Seeds[0]) with { BatchSize = Settings.TimedBatch })],
            Data, device);
        var all = measurement.Run([.. Models.Select(model => model.Name)], rounds, progress, cancellation);
        foreach (var (model, measured) in Models.Zip(all))
            Folder.Write(MeasureFile(model), measured);
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
