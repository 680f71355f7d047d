using Equivariant.Data;
using Equivariant.Evaluation;
using Equivariant.Prediction;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>
/// The comparison of Gao and Ji (ICDM 2017, section IV): the same network with different kernels, trained with one budget, tested
/// on
/// the same images. Every finished piece is kept in the folder and not done again; a training that was stopped goes on from its
/// last
/// epoch.
/// </summary>
public sealed class DenseComparison
{
    private const int CurvePoints = 200;

    private readonly ComparisonFolder folder;
    private readonly DenseSplits data;
    private readonly DenseSettings settings;

    /// <summary>A comparison in a folder, new or to be gone on with.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="data">The data.</param>
    /// <param name="settings">The budget.</param>
    /// <param name="models">Which models.</param>
    /// <param name="seeds">Trainings of each.</param>
    /// <param name="force">Start anew what is in the folder.</param>
    /// <exception cref="IOException">The folder holds a comparison with other settings or on other data.</exception>
    public DenseComparison(
        string path, DenseSplits data, DenseSettings settings, IReadOnlyList<DenseVariant> models, int seeds, bool force = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        (this.data, this.settings, Models) = (data, settings, models);
        folder = ComparisonFolder.Open(path, settings, ComparisonFolder.Fingerprint(data), force);
        Seeds = [.. Enumerable.Range(0, seeds).Select(i => settings.FirstSeed + (ulong)i)];
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<DenseVariant> Models { get; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The data.</summary>
    public DenseSplits Data => data;

    /// <summary>The budget.</summary>
    public DenseSettings Settings => settings;

    /// <summary>The trainings, seed by seed: if time runs out, there is something of every model.</summary>
    public IReadOnlyList<(DenseVariant Model, ulong Seed)> Trainings =>
        [.. Seeds.SelectMany(seed => Models.Select(model => (model, seed)))];

    /// <summary>Trains a model to the end, from where it was.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the last finished epoch is kept.</exception>
    public void Train(
        DenseVariant model, ulong seed, Device device, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var run = folder.Run(model.Name, seed);
        if (IsTrained(model, seed))
            return;
        using var training = File.Exists(new RunFolder(run).Config)
            ? TrainingRun.Resume(run, data, device)
            : TrainingRun.Start(run, settings.Training(model, data, seed), data, device, force: true);
        training.Run(progress, cancellation);
    }

    /// <summary>Whether all epochs are done.</summary>
    public bool IsTrained(DenseVariant model, ulong seed) => Epochs(model, seed).Count >= settings.Epochs
        && File.Exists(new RunFolder(folder.Run(model.Name, seed)).Best);

    /// <summary>How a training went.</summary>
    public IReadOnlyList<EpochReport> Epochs(DenseVariant model, ulong seed) =>
        new RunFolder(folder.Run(model.Name, seed)).ReadMetrics();

    /// <summary>The test of a trained model; null where it was not tested yet.</summary>
    public TestedModel? Tested(DenseVariant model, ulong seed) => folder.Read<TestedModel>(TestFile(model, seed));

    /// <summary>Tests a trained model, unless that was done.</summary>
    public TestedModel Test(
        DenseVariant model, ulong seed, Device device, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Tested(model, seed) is { } done)
            return done;
        using var trained = TrainedModel.Open(folder.Run(model.Name, seed), device);
        var own = Score(trained, model.Testing, device, progress, cancellation);
        double? ofMean = model.Testing == TestTimeAugmentation.Vote
            ? Score(trained, TestTimeAugmentation.Mean, device, progress, cancellation).Auc : null;
        var tested = new TestedModel(model.Name, seed, trained.Network.ParameterCount, own.Auc ?? double.NaN,
            own.AveragePrecision ?? double.NaN, ofMean, own.Accuracy,
            [.. own.Curve.Select(point => new[] { Math.Round(point.FalsePositiveRate, 5), Math.Round(point.TruePositiveRate, 5) })],
            Epochs(model, seed).Sum(epoch => epoch.Seconds), $"{device.Id} ({device.Name})");
        folder.Write(TestFile(model, seed), tested);
        return tested;
    }

    /// <summary>What a model's prediction costs and keeps; null where it was not measured yet.</summary>
    public MeasuredModel? Measured(DenseVariant model) => folder.Read<MeasuredModel>(MeasureFile(model));

    /// <summary>Measures all models in turns, on the first seed's networks, unless that was done.</summary>
    /// <param name="device">Where.</param>
    /// <param name="rounds">Measurements of each prediction time.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Measure(Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Models.All(model => Measured(model) is not null && File.Exists(TurnFile(model))))
            return;
        using var measurement = new DenseMeasurement(
            Models, [.. Models.Select(model => TrainedModel.Open(folder.Run(model.Name, Seeds[0]), device))], data, device);
        foreach (var (model, measured, turned) in measurement.Run(rounds, progress, cancellation))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(TurnFile(model))!);
            turned.Save(TurnFile(model));
            folder.Write(MeasureFile(model), measured);
        }
    }

    /// <summary>The outputs of a model for the eight turned inputs, turned back.</summary>
    public TurnedOutputs Turned(DenseVariant model) => TurnedOutputs.Load(TurnFile(model));

    /// <summary>The rows of results.json, which is written too.</summary>
    public ComparisonResults Results()
    {
        var results = new ComparisonResults(data.Name, Seeds.Count,
            [.. Models.Select(model => ComparedModel.Of([.. Seeds.Select(seed => Tested(model, seed)!)], Measured(model)))]);
        folder.Write("results.json", results);
        return results;
    }

    private static string TestFile(DenseVariant model, ulong seed) => $"tests/{model.Name}-seed{seed}.json";

    private static string MeasureFile(DenseVariant model) => $"measured/{model.Name}.json";

    private string TurnFile(DenseVariant model) => folder.File($"measured/{model.Name}-turned.npy");

    private PixelScore Score(
        TrainedModel trained, TestTimeAugmentation testing, Device device, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var predictor = new DensePredictor(
            trained.Network, data.Test.Channels, data.Classes, device, new() { Augmentation = testing });
        var done = 0.0;
        return PixelScore.Of(
            data.Test, data.Classes, image =>
            {
                var predicted = predictor.Predict(image, null, cancellation);
                progress?.Report(++done / data.Test.Count);
                return predicted;
            }, CurvePoints);
    }
}
