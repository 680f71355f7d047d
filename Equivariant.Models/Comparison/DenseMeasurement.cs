using System.Diagnostics;
using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Training;
using MathNet.Numerics.Statistics;

namespace Equivariant.Comparison;

/// <summary>
/// Times the models' predictions in turns, so that a busy machine is busy for all of them; sees what memory a training step
/// holds; turns a test image in all ways.
/// </summary>
internal sealed class DenseMeasurement : IDisposable
{
    private readonly IReadOnlyList<DenseVariant> models;
    private readonly IReadOnlyList<TrainedModel> trained;
    private readonly IReadOnlyList<DensePredictor> predictors;
    private readonly DenseSplits data;
    private readonly Device device;

    public DenseMeasurement(
        IReadOnlyList<DenseVariant> models, IReadOnlyList<TrainedModel> trained, DenseSplits data, Device device)
    {
        (this.models, this.trained, this.data, this.device) = (models, trained, data, device);
        predictors =
        [
            .. models.Select((model, i) => new DensePredictor(
                trained[i].Network, data.Test.Channels, data.Classes, device, new() { Augmentation = model.Testing })),
        ];
    }

    public IEnumerable<(DenseVariant Model, MeasuredModel Measured, TurnedOutputs Turned)> Run(
        int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var image = data.Test.Load(0);
        var work = (double)((rounds + 1) * models.Count) + (2 * models.Count);
        var done = 0;
        var times = models.Select(_ => new double[rounds]).ToArray();
        // The first round warms up: code is compiled, memory is taken.
        for (var round = -1; round < rounds; round++)
        {
            for (var m = 0; m < models.Count; m++)
            {
                var clock = Stopwatch.StartNew();
                predictors[m].Predict(image, null, cancellation);
                if (round >= 0)
                    times[m][round] = clock.Elapsed.TotalMilliseconds;
                progress?.Report(++done / work);
            }
        }
        var baseline = models.Select((model, m) => (model, m)).Where(pair => pair.model.Name == DenseVariant.Baseline)
            .Select(pair => times[pair.m]).FirstOrDefault();
        for (var m = 0; m < models.Count; m++)
        {
            var peak = PeakTrainBytes(trained[m].Config);
            progress?.Report(++done / work);
            var turned = TurnedOutputs.Of(predictors[m], image, null, cancellation);
            progress?.Report(++done / work);
            yield return (models[m], new(
                models[m].Name, times[m].Median(), baseline is null ? null : times[m].Zip(baseline, (a, b) => a / b).Median(),
                peak, turned.Differences(), $"{device.Id} ({device.Name})"), turned);
        }
    }

    public void Dispose()
    {
        foreach (var model in trained)
            model.Dispose();
    }

    /// <summary>The most that the second step of a training holds, after what was there before.</summary>
    private long PeakTrainBytes(TrainConfig config)
    {
        var before = device.Memory.LiveBytes;
        using var network = config.Model.Create(new Initializer(new Rng(0), device));
        using var optimizer = OptimizerSettings.Optimizer(config, network.NamedParameters().Select(parameter => parameter.Value));
        using var task = new DenseTask(config, data, device, new Rng(0));
        foreach (var batch in task.Epoch(1, CancellationToken.None).Take(2))
        {
            device.ResetPeak();
            using var tape = Tape.Record();
            tape.Backward(task.Loss(network.Forward(tape.Own(batch.Images)), tape.Own(batch.Targets)));
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        return device.Memory.PeakLiveBytes - before;
    }
}
