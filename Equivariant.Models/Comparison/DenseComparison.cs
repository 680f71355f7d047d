using Equivariant.Data;
using Equivariant.Training;
using MathNet.Numerics.Statistics;

namespace Equivariant.Comparison;

/// <summary>The comparison of Gao and Ji (ICDM 2017, section IV): the same network with different kernels, trained with one
/// budget, tested on the same images.</summary>
internal sealed class DenseComparison(
    string path, DenseSplits data, DenseSettings settings, IReadOnlyList<DenseVariant> models, int seeds, bool force = false)
    : ModelComparison<DenseVariant, TestedModel, MeasuredModel>(data, models, seeds, settings.FirstSeed, settings.Epochs,
        ComparisonFolder.Open(path, settings, ComparisonFolder.Fingerprint(data), force))
{
    public DenseSplits Data => data;

    public DenseSettings Settings => settings;

    /// <summary>The outputs of a model for the eight turned inputs, turned back.</summary>
    public TurnedOutputs Turned(DenseVariant model) => TurnedOutputs.Load(TurnFile(model));

    /// <summary>Writes results.json.</summary>
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

    private protected override TestedModel TestOf(
        TrainedModel trained, DenseVariant model, ulong seed, Device device, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var own = Score(trained, model.Testing, device, progress, cancellation);
        double? ofMean = model.Testing == TestTimeAugmentation.Vote
            ? Score(trained, TestTimeAugmentation.Mean, device, progress, cancellation).Auc : null;
        return new(model.Name, seed, trained.Network.ParameterCount, own.Auc ?? double.NaN,
            own.AveragePrecision ?? double.NaN, ofMean, own.Accuracy,
            [.. own.Curve.Select(point =>
                new[] { Math.Round(point.FalsePositiveRate, 5), Math.Round(point.TruePositiveRate, 5) })],
            Epochs(model, seed).Sum(epoch => epoch.Seconds), $"{device.Id} ({device.Name})");
    }

    /// <summary>Measures the networks of the first seed.</summary>
    private protected override void MeasureAll(
        Device device, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        TrainedModel[] trained = [.. Models.Select(model => TrainedModel.Open(RunOf(model, Seeds[0]).Path, device))];
        try
        {
            var image = data.Test.Load(0);
            DensePredictor[] predictors = [.. trained.Zip(Models, (one, model) => Predictor(one, model.Testing, device))];
            Action[] works =
                [.. predictors.Select<DensePredictor, Action>(predictor => () => predictor.Predict(image, null, cancellation))];
            // One round warms up; behind the rounds, memory and turned outputs take one piece of progress each.
            var (pieces, done) = ((double)((rounds + 3) * Models.Count), 0);
            var times = TimedRounds.Run(works, rounds, device, Done, cancellation);
            var baseline = Models.Zip(times).FirstOrDefault(pair => pair.First.Name == DenseVariant.Baseline).Second;
            foreach (var (m, model) in Models.Index())
            {
                var peak = PeakTrainBytes(trained[m].Config, device);
                Done();
                var turned = TurnedOutputs.Of(predictors[m], image, null, cancellation);
                Done();
                Directory.CreateDirectory(Path.GetDirectoryName(TurnFile(model))!);
                turned.Save(TurnFile(model));
                Folder.Write(MeasureFile(model), new MeasuredModel(model.Name, times[m].Median(),
                    TimedRounds.Ratio(times[m], baseline), peak, turned.Differences(), $"{device.Id} ({device.Name})"));
            }

            void Done() => progress?.Report(++done / pieces);
        }
        finally
        {
            foreach (var one in trained)
                one.Dispose();
        }
    }

    /// <summary>The most bytes that the second step of a training holds; in the first the optimizer makes its state.</summary>
    private long PeakTrainBytes(TrainConfig config, Device device)
    {
        var before = device.Memory.LiveBytes;
        using var trainer = Trainer.Of(config, new Rng(0), device);
        using var task = new DenseTask(config, data, device, new Rng(0));
        var peak = 0L;
        foreach (var batch in task.Epoch(1, CancellationToken.None).Take(2))
        {
            using var owned = batch;
            peak = TrainingMemory.Peak(device, before,
                () => trainer.Step(batch.Images, logits => task.Loss(logits, batch.Targets)).Dispose());
        }
        return peak;
    }

    private string TurnFile(DenseVariant model) => Folder.File($"measured/{model.Name}-turned.npy");

    private PixelScore Score(
        TrainedModel trained, TestTimeAugmentation testing, Device device, IProgress<double>? progress,
        CancellationToken cancellation) =>
        PixelScore.Of(data.Test, data.Classes, Predictor(trained, testing, device), progress, cancellation);

    private DensePredictor Predictor(TrainedModel trained, TestTimeAugmentation testing, Device device) =>
        new(trained.Network, data.Test.Channels, data.Classes, device, new() { Augmentation = testing });
}
