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
