using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>Trains on images with one label each (cross-entropy), or one for each class (binary cross-entropy).</summary>
internal sealed class ClassificationTask : TrainingTask
{
    private readonly TrainConfig config;
    private readonly DataSplits data;
    private readonly Device device;
    private readonly BatchLoader loader;
    private readonly Tensor? weights;

    public ClassificationTask(TrainConfig config, DataSplits data, Device device, Rng rng)
    {
        (this.config, this.data, this.device) = (config, data, device);
        loader = new BatchLoader(
            data.Train, Pipelines.Training(config), new() { BatchSize = config.BatchSize, Shuffle = true }, rng);
        DataCheck.Fits(config, data, loader.ImageShape);
        if (!config.BalanceClasses)
            return;
        var counts = data.Train.CountByClass();
        // Multi-label: negatives per positive of a label.
        weights = !MultiLabel ? ClassWeights(counts.Select(count => (long)count), device) : Tensor.FromDoubles(
            [.. counts.Select(count => (data.Train.Count - count) / (double)Math.Max(1, count))], [counts.Length],
            DType.Float32, device);
    }

    public override int StepsPerEpoch => loader.BatchesPerEpoch;

    private bool MultiLabel => data.Labels.Task == LabelTask.MultiLabel;

    public override IEnumerable<UploadedBatch> Epoch(int epoch, CancellationToken cancellation) =>
        loader.Epoch(epoch, cancellation: cancellation).Select(batch => new UploadedBatch(
            batch.ToTensor(device), MultiLabel ? batch.TargetTensor(device) : batch.LabelTensor(device)));

    /// <param name="logits">[N, classes].</param>
    /// <param name="targets">[N] labels, or [N, classes] zeros and ones for multi-label data.</param>
    public override Tensor Loss(Tensor logits, Tensor targets) => MultiLabel
        ? Ops.BceWithLogits(logits, targets, posWeight: weights)
        : Ops.CrossEntropy(logits, targets, weights, config.LabelSmoothing);

    public override ValidationScore Validate(Module network, CancellationToken cancellation)
    {
        var predictions = Predictor.Predict(
            network, data.Validation, Pipelines.Evaluation(config), device, config.BatchSize, cancellation);
        var score = Score.Of(predictions);
        return new(predictions.Loss(), score.Accuracy, score.Auc);
    }

    public override void Dispose() => weights?.Dispose();
}
