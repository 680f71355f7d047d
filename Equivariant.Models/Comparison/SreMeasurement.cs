using System.Diagnostics;
using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Training;
using MathNet.Numerics.Statistics;

namespace Equivariant.Comparison;

/// <summary>Times training steps and predictions of all models in turns, so that a machine that slows down slows all.</summary>
internal sealed class SreMeasurement : IDisposable
{
    private readonly List<Work> works = [];
    private readonly Device device;

    public SreMeasurement(IReadOnlyList<TrainConfig> configs, DataSplits data, Device device)
    {
        this.device = device;
        foreach (var config in configs)
            works.Add(new Work(config, data, device));
    }

    /// <summary>The measurements, in the order of the models.</summary>
    public IReadOnlyList<MeasuredClassifier> Run(
        IReadOnlyList<string> names, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var train = works.Select(_ => new double[rounds]).ToArray();
        var predict = works.Select(_ => new double[rounds]).ToArray();
        // The first round warms up: code is compiled, memory is taken.
        for (var round = -1; round < rounds; round++)
        {
            for (var m = 0; m < works.Count; m++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (step, image) = (Time(works[m].Train), Time(works[m].Predict) / works[m].Batch);
                if (round >= 0)
                    (train[m][round], predict[m][round]) = (step, image);
                progress?.Report((((round + 1.0) * works.Count) + m + 1) / ((rounds + 1) * works.Count));
            }
        }
        var baseline = names.ToList().IndexOf(SreVariant.Baseline);
        return
        [
            .. works.Select((work, m) => new MeasuredClassifier(names[m], train[m].Median(), Ratio(train, m), predict[m].Median(),
                Ratio(predict, m), work.PeakTrainBytes, work.Batch, $"{device.Id} ({device.Name})")),
        ];

        double? Ratio(double[][] times, int model) =>
            baseline < 0 ? null : times[model].Zip(times[baseline], (own, other) => own / other).Median();
    }

    public void Dispose() => works.ForEach(work => work.Dispose());

    private double Time(Action action)
    {
        device.Synchronize();
        var clock = Stopwatch.StartNew();
        action();
        device.Synchronize();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>A network in training on one batch.</summary>
    private sealed class Work : IDisposable
    {
        private readonly Module network;
        private readonly Optimizer optimizer;
        private readonly ClassificationTask task;
        private readonly UploadedBatch batch;

        public Work(TrainConfig config, DataSplits data, Device device)
        {
            var before = device.Memory.LiveBytes;
            network = config.Model.Create(new Initializer(new Rng(0), device));
            optimizer = OptimizerSettings.Optimizer(config, network.NamedParameters().Select(parameter => parameter.Value));
            task = new ClassificationTask(config, data, device, new Rng(0));
            batch = task.Epoch(1, CancellationToken.None).First();
            Train();
            device.ResetPeak();
            Train();
            PeakTrainBytes = device.Memory.PeakLiveBytes - before;
        }

        public long PeakTrainBytes { get; }

        public int Batch => batch.Count;

        public void Train()
        {
            network.Train();
            using (var tape = Tape.Record())
                tape.Backward(task.Loss(network.Forward(batch.Images), batch.Targets));
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        public void Predict()
        {
            network.Eval();
            using var tape = Tape.NoGrad();
            network.Forward(batch.Images);
        }

        public void Dispose()
        {
            batch.Dispose();
            task.Dispose();
            optimizer.Dispose();
            network.Dispose();
        }
    }
}
