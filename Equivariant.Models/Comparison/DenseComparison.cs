using Equivariant.Data;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>The comparison of Gao and Ji (ICDM 2017, section IV): the same network with different kernels, trained with one budget,
/// tested on the same images.</summary>
public sealed class DenseComparison : ModelComparison<DenseVariant, TestedModel, MeasuredModel>
{
    private const int CurvePoints = 200;

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
        : base(models, seeds, settings.FirstSeed, settings.Epochs)
    {
        (this.data, this.settings) = (data, settings);
        Folder = ComparisonFolder.Open(path, settings, ComparisonFolder.Fingerprint(data), force);
    }

    /// <summary>The data.</summary>
    public DenseSplits Data => data;

    /// <summary>The budget.</summary>
    public DenseSettings Settings => settings;

    private protected override ComparisonFolder Folder { get; }

    /// <summary>The outputs of a model for the eight turned inputs, turned back.</summary>
    public TurnedOutputs Turned(DenseVariant model) => TurnedOutputs.Load(TurnFile(model));

    /// <summary>The rows of results.json, which is written too.</summary>
    public ComparisonResults Results()
    {
        var results = new ComparisonResults(data.Name, Seeds.Count,
            [.. Models.Select(model => ComparedModel.Of([.. Seeds.Select(seed => Tested(model, seed)!)], Measured(model)))]);
        Folder.Write("results.json", results);
        return results;
    }

    private protected override bool IsMeasuredWhole(DenseVariant model) =>
        base.IsMeasuredWhole(model) && File.Exists(TurnFile(model));

    private protected override TrainConfig ConfigOf(DenseVariant model, ulong seed) => settings.Training(model, data, seed);

    private protected override TrainingRun Start(string run, TrainConfig config, Device device) =>
        TrainingRun.Start(run, config, data, device, force: true);

    private protected override TrainingRun Resume(string run, Device device) => TrainingRun.Resume(run, data, device);

    private protected override TestedModel TestOf(
        TrainedModel trained, DenseVariant model, ulong seed, Device device, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var own = Score(trained, model.Testing, device, progress, cancellation);
        double? ofMean = model.Testing == TestTimeAugmentation.Vote
            ? Score(trained, TestTimeAugmentation.Mean, device, progress, cancellation).Auc : null;
        return new(model.Name, seed, trained.Network.ParameterCount, own.Auc ?? double.NaN,
            own.AveragePrecision ?? double.NaN, ofMean, own.Accuracy,
            [.. own.Curve.Select(point => new[] { Math.Round(point.FalsePositiveRate, 5), Math.Round(point.TruePositiveRate, 5) })],
            Epochs(model, seed).Sum(epoch => epoch.Seconds), $"{device.Id} ({device.Name})");
    }

    /// <summary>On the first seed's networks.</summary>
    private protected override void MeasureAll(
        Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var measurement = new DenseMeasurement(
            Models, [.. Models.Select(model => TrainedModel.Open(RunOf(model, Seeds[0]).Path, device))], data, device);
        foreach (var (model, measured, turned) in measurement.Run(rounds, progress, cancellation))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(TurnFile(model))!);
            turned.Save(TurnFile(model));
            Folder.Write(MeasureFile(model), measured);
        }
    }

    private string TurnFile(DenseVariant model) => Folder.File($"measured/{model.Name}-turned.npy");

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
