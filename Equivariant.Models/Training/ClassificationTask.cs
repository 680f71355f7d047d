using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>Images with a label each.</summary>
internal sealed class ClassificationTask : TrainingTask
{
    private readonly TrainConfig config;
    private readonly DataSplits data;
    private readonly Device device;
    private readonly BatchLoader loader;
    private readonly Objective objective;

    public ClassificationTask(TrainConfig config, DataSplits data, Device device, Rng rng)
    {
        (this.config, this.data, this.device) = (config, data, device);
        loader = new BatchLoader(
            data.Train, Pipelines.Training(config), new() { BatchSize = config.BatchSize, Shuffle = true }, rng);
        DataCheck.Fits(config, data, loader.ImageShape);
        objective = new Objective(data.Train, config.LabelSmoothing, config.BalanceClasses, device);
    }

    public override int StepsPerEpoch => loader.BatchesPerEpoch;

    public override IEnumerable<UploadedBatch> Epoch(int epoch, CancellationToken cancellation)
    {
        foreach (var batch in loader.Epoch(epoch, cancellation: cancellation))
        {
            yield return new(batch.ToTensor(device), data.Labels.Task == LabelTask.MultiLabel
                ? batch.TargetTensor(device) : batch.LabelTensor(device));
        }
    }

    public override Tensor Loss(Tensor logits, Tensor targets) => objective.Loss(logits, targets);

    public override ValidationScore Validate(Module network, CancellationToken cancellation)
    {
        var predictions = Predictor.Predict(
            network, data.Validation, Pipelines.Evaluation(config), device, config.BatchSize, cancellation);
        var score = Score.Of(predictions);
        return new(predictions.Loss(), score.Accuracy, score.Auc);
    }

    protected override void Dispose(bool disposing) => objective.Dispose();
}

/// <summary>The loss that fits a task: cross-entropy for one label an image, binary cross-entropy for several.</summary>
internal sealed class Objective : IDisposable
{
    private readonly LabelInfo labels;
    private readonly double smoothing;
    private readonly Tensor? weights;

    /// <summary>An objective for a split's labels.</summary>
    public Objective(ImageSet train, double smoothing, bool balance, Device device)
    {
        (labels, this.smoothing) = (train.Labels, smoothing);
        if (!balance)
            return;
        var counts = train.CountByClass();
        // Multi-label: negatives per positive of a label. Otherwise n / (classes · count),
        // so that the mean weight of an image is 1.
        var values = labels.Task == LabelTask.MultiLabel
            ? counts.Select(count => (train.Count - count) / (double)Math.Max(1, count))
            : counts.Select(count => train.Count / ((double)labels.Classes * Math.Max(1, count)));
        weights = Tensor.FromDoubles([.. values], [counts.Length], DType.Float32, device);
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="targets">[N] labels, or [N, classes] zeros and ones for multi-label data.</param>
    public Tensor Loss(Tensor logits, Tensor targets) => labels.Task == LabelTask.MultiLabel
        ? Ops.BceWithLogits(logits, targets, posWeight: weights)
        : Ops.CrossEntropy(logits, targets, weights, smoothing);

    public void Dispose() => weights?.Dispose();
}
