using Equivariant.Data;
using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>Trains on patches of images with a label for each pixel; whole images are held back for validation.</summary>
internal sealed class DenseTask : TrainingTask
{
    private readonly TrainConfig config;
    private readonly DenseSplits data;
    private readonly Device device;
    private readonly PatchSampler sampler;
    private readonly DenseSet? validation;
    private readonly Tensor? weights;

    public DenseTask(TrainConfig config, DenseSplits data, Device device, Rng rng)
    {
        (this.config, this.data, this.device) = (config, data, device);
        DataCheck.Fits(config, data);
        var (train, held) = HoldBack(data.Train, config.ValidationImages);
        validation = held;
        sampler = new PatchSampler(train, PatchSteps.Parse(config.Augment) with
        {
            Height = config.InputSize,
            Width = config.InputSize,
            BatchSize = config.BatchSize,
        }, rng);
        weights = config.BalanceClasses ? ClassWeights(PixelsPerClass(train, data.Classes), device) : null;
    }

    public override int StepsPerEpoch => config.StepsPerEpoch;

    public override IEnumerable<UploadedBatch> Epoch(int epoch, CancellationToken cancellation)
    {
        foreach (var batch in sampler.Batches((long)(epoch - 1) * StepsPerEpoch, cancellation).Take(StepsPerEpoch))
        {
            PixelScale.Apply(batch.Images);
            yield return new(batch.ToTensor(device), batch.LabelTensor(device));
        }
    }

    public override Tensor Loss(Tensor logits, Tensor targets) => config.Loss switch
    {
        "dice" => Ops.DiceLoss(logits, targets),
        "both" => Ops.CrossEntropy(logits, targets, weights, config.LabelSmoothing) + Ops.DiceLoss(logits, targets),
        _ => Ops.CrossEntropy(logits, targets, weights, config.LabelSmoothing),
    };

    public override ValidationScore? Validate(Module network, CancellationToken cancellation)
    {
        if (validation is null)
            return null;
        var predictor = new DensePredictor(network, config.Model.InChannels, config.Model.Classes, device);
        var score = PixelScore.Of(validation, data.Classes, predictor, cancellation: cancellation);
        return new(score.Loss, score.Accuracy, score.Auc);
    }

    public override void Dispose() => weights?.Dispose();

    /// <summary>The last images are held back: neighbours in a stack look alike, so a block of them is.</summary>
    private static (DenseSet Train, DenseSet? Held) HoldBack(DenseSet set, int count)
    {
        if (count == 0)
            return (set, null);
        if (count >= set.Count)
            throw new DataException($"{set.Name} has {set.Count} images; {count} cannot be held back for validation.");
        var kept = set.Count - count;
        return (new(set.Name, kept, set.Channels, set.Load, set.InMemory),
            new(set.Name, count, set.Channels, i => set.Load(kept + i), set.InMemory));
    }

    private static long[] PixelsPerClass(DenseSet set, int classes)
    {
        var counts = new long[classes];
        foreach (var label in set.Images().SelectMany(image => image.Labels))
        {
            if (label < classes)
                counts[label]++;
        }
        return counts;
    }
}
